"""The one table of who may call what, and what then bounds the answer.

A row is a route's name; a role that is not in it is forbidden (403). The scope says
what the role sees; an object outside of it does not exist for the caller (404).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from gateway.accounts.domain import ROLES
from gateway.accounts.domain import Role


class Scope(StrEnum):
    """What bounds an answer; the services apply areas and employers from the token."""

    SELF = "self"  # things of the account: sessions, who I am
    ALL = "all"  # what the public may know: areas, published posts, employers
    META = "meta"  # the same without anything personal, such as a contact
    OWN = "own"  # the worker who is calling
    PRESENT = "present"  # the worker who stands at the kiosk, named by a find
    AREA = "area"  # workers and posts of the posting's area
    EMPLOYER = "employer"  # posts of the posting's employer


# `write`: stores something and so carries an Idempotency-Key. `ask`: a body is needed
# to ask, nothing is stored that a repeat could double. `session`: signing in and out,
# whose answer must not be kept for a replay because it holds a secret.
Effect = Literal["read", "ask", "write", "session"]
Scopes = dict[Role, Scope]


@dataclass(frozen=True, slots=True)
class Rule:
    """One route: what it does, and the scope of every role that may call it.

    `person`: the answer holds facts of workers, so reading them is logged.
    """

    effect: Effect
    scopes: Scopes
    person: bool = False


def _everyone(scope: Scope) -> Scopes:
    return dict.fromkeys(ROLES, scope)


_OFFICERS: Scopes = {
    "coordinator": Scope.AREA,
    "township": Scope.AREA,
    "county": Scope.AREA,
}
_UPPER: Scopes = {"township": Scope.AREA, "county": Scope.AREA}
_PERSONAL: Scopes = {**_OFFICERS, "worker": Scope.OWN, "kiosk": Scope.PRESENT}
_EMPLOYER: Scopes = {"hr": Scope.EMPLOYER}
_PUBLIC: Scopes = {
    **_everyone(Scope.ALL),
    **_OFFICERS,
    **_EMPLOYER,
    "admin": Scope.META,
}

POLICY: dict[str, Rule] = {
    "open_session": Rule("session", {}),
    "open_browser_session": Rule("session", {}),
    "close_session": Rule("session", _everyone(Scope.SELF)),
    "close_other_session": Rule("session", _everyone(Scope.SELF)),
    "find_sessions": Rule("read", _everyone(Scope.SELF)),
    "me": Rule("read", _everyone(Scope.SELF)),
    "find_readings": Rule("read", {"worker": Scope.OWN}),
    # Who read whom, as ids; whoever checks the log learns no facts from it.
    "read_log": Rule("read", {"auditor": Scope.ALL}),
    "find_areas": Rule("read", _everyone(Scope.ALL)),
    "add_worker": Rule(
        "write", {**_OFFICERS, "worker": Scope.OWN, "kiosk": Scope.AREA}, person=True
    ),
    "find_workers": Rule("read", _OFFICERS, person=True),
    "find_worker": Rule("ask", {**_OFFICERS, "kiosk": Scope.AREA}, person=True),
    "worker_by_id": Rule("read", _PERSONAL, person=True),
    "change_worker": Rule("write", _PERSONAL, person=True),
    "withdraw_worker": Rule("write", _PERSONAL, person=True),
    "resume_worker": Rule("write", _PERSONAL, person=True),
    "name_workers": Rule("ask", _OFFICERS, person=True),
    "find_facts": Rule("read", {**_OFFICERS, "worker": Scope.OWN}, person=True),
    "shortlist_for_worker": Rule("read", _PERSONAL, person=True),
    "near_misses_for_worker": Rule("read", _PERSONAL, person=True),
    "add_contact": Rule("write", _OFFICERS, person=True),
    "find_contacts": Rule("read", {**_OFFICERS, "worker": Scope.OWN}, person=True),
    "strike_contact": Rule("write", _OFFICERS, person=True),
    "add_call_sheet": Rule("write", _OFFICERS, person=True),
    "find_call_sheets": Rule("read", _OFFICERS),
    "call_sheet_by_id": Rule("read", _OFFICERS, person=True),
    "call_sheet_workbook": Rule("read", _OFFICERS, person=True),
    "call_sheet_paper": Rule("read", _OFFICERS, person=True),
    "take_outcomes": Rule("write", _OFFICERS, person=True),
    "find_cases": Rule("read", _OFFICERS, person=True),
    "decide_case": Rule("write", _UPPER, person=True),
    "add_household": Rule("write", _OFFICERS, person=True),
    "find_households": Rule("read", _OFFICERS, person=True),
    "household_by_id": Rule("read", _OFFICERS, person=True),
    "change_household": Rule("write", _OFFICERS, person=True),
    # Who stands above the villages decides which two rows are one person.
    "find_alike": Rule("read", _OFFICERS, person=True),
    "propose_merge": Rule("write", _OFFICERS, person=True),
    "find_merges": Rule("read", _OFFICERS, person=True),
    "accept_merge": Rule("write", _UPPER, person=True),
    "refuse_merge": Rule("write", _UPPER, person=True),
    "part_merge": Rule("write", _UPPER, person=True),
    "find_needs": Rule("read", _OFFICERS, person=True),
    "identify_household": Rule("write", _OFFICERS, person=True),
    "note_care": Rule("write", _OFFICERS, person=True),
    "end_need": Rule("write", _OFFICERS, person=True),
    "find_posts": Rule("read", _PUBLIC),
    "post_by_id": Rule("read", _PUBLIC),
    "add_post": Rule("write", {**_OFFICERS, **_EMPLOYER}),
    "change_post": Rule("write", {**_OFFICERS, **_EMPLOYER}),
    # Jobs lets an employer publish only after an officer has looked at its papers.
    "publish_post": Rule("write", {**_UPPER, **_EMPLOYER}),
    "pause_post": Rule("write", {**_UPPER, **_EMPLOYER}),
    "close_post": Rule("write", {**_UPPER, **_EMPLOYER}),
    "post_on_file": Rule("read", {**_OFFICERS, **_EMPLOYER}),
    # Doubtful words: officers decide, the employer reads what was decided and why.
    "looks_at": Rule("read", {**_OFFICERS, **_EMPLOYER}),
    "clear_post": Rule("write", _UPPER),
    "refuse_post": Rule("write", _UPPER),
    "fill_opening": Rule("write", {**_OFFICERS, **_EMPLOYER}),
    "release_opening": Rule("write", {**_OFFICERS, **_EMPLOYER}),
    # Who takes which step is a rule of the trade; jobs knows it.
    "add_referral": Rule("write", _PERSONAL, person=True),
    "find_referrals": Rule("read", {**_PERSONAL, **_EMPLOYER}, person=True),
    "referral_by_id": Rule("read", {**_PERSONAL, **_EMPLOYER}, person=True),
    "take_step": Rule("write", {**_PERSONAL, **_EMPLOYER}, person=True),
    "place_referral": Rule("write", {**_OFFICERS, **_EMPLOYER}, person=True),
    "funnel_for_post": Rule("read", {**_OFFICERS, **_EMPLOYER}),
    "invite_worker": Rule("write", _EMPLOYER, person=True),
    "find_tasks": Rule("read", {**_OFFICERS, **_EMPLOYER}, person=True),
    "add_placement": Rule("write", _OFFICERS, person=True),
    "find_placements": Rule("read", _PERSONAL, person=True),
    "placement_by_id": Rule("read", _PERSONAL, person=True),
    "end_placement": Rule("write", _OFFICERS, person=True),
    "note_check": Rule("write", _OFFICERS, person=True),
    "placement_figures": Rule("read", _OFFICERS),
    "shortlist_for_post": Rule("read", {**_OFFICERS, **_EMPLOYER}, person=True),
    "explain_match": Rule("read", _PERSONAL, person=True),
    "why_not_for_worker": Rule("read", _PERSONAL, person=True),
    "shortlist_for_walk_in": Rule(
        "ask", {**_OFFICERS, "kiosk": Scope.AREA}, person=True
    ),
    "assign_together": Rule("ask", _UPPER, person=True),
    "pairs_for_workers": Rule("read", _OFFICERS, person=True),
    "rules_in_force": Rule("read", _everyone(Scope.ALL)),
    "try_rules": Rule("ask", {"county": Scope.AREA}, person=True),
    # Numbers of people and none of their facts; what an employer reads is rounded.
    "advise_draft": Rule("ask", {**_OFFICERS, **_EMPLOYER}),
    "advise_post": Rule("read", {**_OFFICERS, **_EMPLOYER}),
    "near_misses_for_post": Rule("read", {**_OFFICERS, **_EMPLOYER}, person=True),
    "why_not_for_post": Rule("read", _OFFICERS, person=True),
    "why_not_for_pair": Rule("read", _PERSONAL, person=True),
    "questions_for_area": Rule("read", _OFFICERS),
    "find_employers": Rule("read", {**_OFFICERS, **_EMPLOYER}),
    "employer_by_id": Rule("read", {**_OFFICERS, **_EMPLOYER}),
    "add_employer": Rule("write", {**_OFFICERS, **_EMPLOYER}),
    "change_employer": Rule("write", {**_OFFICERS, **_EMPLOYER}),
    "verify_employer": Rule("write", _UPPER),
    "suspend_employer": Rule("write", _UPPER),
    "find_sites": Rule("read", {**_OFFICERS, **_EMPLOYER}),
    "site_by_id": Rule("read", {**_OFFICERS, **_EMPLOYER}),
    "add_site": Rule("write", {**_OFFICERS, **_EMPLOYER}),
    "change_site": Rule("write", {**_OFFICERS, **_EMPLOYER}),
    # Who lives at the beginning of a way knows it; an employer is no judge of its own.
    "find_ways": Rule("read", _OFFICERS),
    "know_way": Rule("write", _OFFICERS),
    "forget_way": Rule("write", _OFFICERS),
    "add_import": Rule("write", _OFFICERS, person=True),
    "bring_file": Rule("write", _OFFICERS, person=True),
    "find_imports": Rule("read", _OFFICERS, person=True),
    "import_by_id": Rule("read", _OFFICERS, person=True),
    "find_import_rows": Rule("read", _OFFICERS, person=True),
    "commit_import": Rule("write", _OFFICERS, person=True),
    "undo_import": Rule("write", _OFFICERS, person=True),
    "name_columns": Rule("write", _OFFICERS, person=True),
    "find_export_sets": Rule("read", _OFFICERS),
    "keep_export_set": Rule("write", _OFFICERS),
    "export_workers": Rule("ask", _OFFICERS, person=True),
    "empty_template": Rule("read", _OFFICERS),
    # The lists of a village are its officers' own work; each who is shown is noted.
    "find_lists": Rule("read", _OFFICERS),
    "list_by_kind": Rule("read", _OFFICERS, person=True),
    "list_workbook": Rule("read", _OFFICERS, person=True),
    "list_paper": Rule("read", _OFFICERS, person=True),
    "monitoring_of": Rule("read", _OFFICERS, person=True),
    "monitoring_workbook": Rule("read", _OFFICERS, person=True),
    "monitoring_paper": Rule("read", _OFFICERS, person=True),
    "find_visits": Rule("read", _OFFICERS, person=True),
    "visit_forms": Rule("read", _OFFICERS, person=True),
    "marked_workbook": Rule("read", _OFFICERS, person=True),
}

# Routes that need no session: how one gets in, and what tells whether we are up.
OPEN_ROUTES = frozenset(
    {
        "open_session",
        "open_browser_session",
        "healthz",
        "readyz",
        "metrics",
        "openapi",
        "docs",
    }
)
