"""Legal and local values as dated, area-scoped data, each with its citation."""

from common.law.ages import age_on
from common.law.ages import retirement_month
from common.law.certificates import limits_from_certificate
from common.law.rules import Rule
from common.law.rules import rules_on

__all__ = [
    "Rule",
    "age_on",
    "limits_from_certificate",
    "retirement_month",
    "rules_on",
]
