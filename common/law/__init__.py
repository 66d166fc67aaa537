"""Legal and local values as dated, area-scoped data, each with its citation."""

from common.law.ages import age_on
from common.law.ages import retirement_month
from common.law.calendar import Paper
from common.law.calendar import birthday
from common.law.calendar import read_paper
from common.law.certificates import limits_from_certificate
from common.law.reading import Fault
from common.law.reading import Files
from common.law.reading import RuleSetRefused
from common.law.reading import files_in
from common.law.reading import read_rules
from common.law.rules import Rule
from common.law.rules import RuleSet
from common.law.standing import default_rules
from common.law.standing import rules_above
from common.law.standing import rules_on
from common.law.standing import rules_to_try
from common.law.standing import rules_with

__all__ = [
    "Fault",
    "Files",
    "Paper",
    "Rule",
    "RuleSet",
    "RuleSetRefused",
    "age_on",
    "birthday",
    "default_rules",
    "files_in",
    "limits_from_certificate",
    "read_paper",
    "read_rules",
    "retirement_month",
    "rules_above",
    "rules_on",
    "rules_to_try",
    "rules_with",
]
