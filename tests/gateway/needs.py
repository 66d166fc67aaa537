"""Who is needed for what, and the page of it: `python -m tests.gateway.needs`.

The page says what every public route answers while members are away. It is written from
this table, and the table is held against the routes themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from fastapi import FastAPI

from gateway.app import NOUNS
from gateway.policy import POLICY
from tests.gateway.calls import Route
from tests.gateway.calls import routes_of

PAGE = Path(__file__).parents[2] / "docs" / "partial-failure.md"
LETTERS = {"P": "people", "J": "jobs", "M": "matching"}
PROBLEMS = {
    "people": "people-are-away",
    "jobs": "jobs-are-away",
    "matching": "matching-is-away",
}
AWAY: tuple[frozenset[str], ...] = tuple(
    frozenset(gone) for count in range(4) for gone in combinations(LETTERS, count)
)


@dataclass(frozen=True, slots=True)
class Need:
    """Whom a route asks, in this order; any one of the ways is enough.

    `helper` makes the answer fuller, and without it `lost` is missing.
    """

    ways: tuple[str, ...] = ("",)
    helper: str = ""
    lost: str = ""

    def away(self, gone: Iterable[str]) -> str | None:
        """The member that is named as away; None if there is an answer."""
        missing = [[one for one in way if one in set(gone)] for way in self.ways]
        if [] in missing:
            return None
        begun = (
            lost
            for way, lost in zip(self.ways, missing, strict=True)
            if way[0] != lost[0]
        )
        return LETTERS[next(begun, missing[-1])[0]]


def _all(need: Need, *routes: str) -> dict[str, Need]:
    return dict.fromkeys(routes, need)


NAMES = "names of areas"
NEEDS: dict[str, Need] = {
    **_all(
        Need(),
        "open_session",
        "open_browser_session",
        "close_session",
        "close_other_session",
        "find_sessions",
        "me",
        "find_readings",
        "read_log",
    ),
    **_all(
        Need(("P",)),
        "find_areas",
        "add_worker",
        "find_workers",
        "find_worker",
        "worker_by_id",
        "change_worker",
        "withdraw_worker",
        "resume_worker",
        "name_workers",
        "find_facts",
        "add_household",
        "find_households",
        "household_by_id",
        "change_household",
        "find_alike",
        "propose_merge",
        "find_merges",
        "accept_merge",
        "refuse_merge",
        "part_merge",
        "monitoring_of",
        "monitoring_workbook",
        "monitoring_paper",
        "find_visits",
        "visit_forms",
        "find_needs",
        "identify_household",
        "note_care",
        "end_need",
        "find_contacts",
        "find_cases",
        "decide_case",
        "strike_contact",
        "find_call_sheets",
        "call_sheet_by_id",
        "call_sheet_workbook",
        "call_sheet_paper",
        "bring_file",
        "find_imports",
        "import_by_id",
        "find_import_rows",
        "commit_import",
        "undo_import",
        "name_columns",
        "marked_workbook",
        "export_workers",
        "find_export_sets",
        "keep_export_set",
        "empty_template",
    ),
    **_all(
        Need(("J",)),
        "find_posts",
        "post_by_id",
        "add_post",
        "change_post",
        "publish_post",
        "pause_post",
        "close_post",
        "post_on_file",
        "looks_at",
        "clear_post",
        "refuse_post",
        "release_opening",
        "find_employers",
        "employer_by_id",
        "add_employer",
        "change_employer",
        "verify_employer",
        "suspend_employer",
        "find_sites",
        "site_by_id",
        "add_site",
        "change_site",
        "find_ways",
        "know_way",
        "forget_way",
    ),
    **_all(Need(("J",)), "funnel_for_post", "placement_figures"),
    **_all(
        Need(("J",), "P", "names of people"),
        "add_referral",
        "find_referrals",
        "referral_by_id",
        "take_step",
        "add_placement",
        "find_placements",
        "placement_by_id",
        "note_check",
    ),
    "add_contact": Need(("P",)),
    "take_outcomes": Need(("P",)),
    "add_call_sheet": Need(("P",)),
    "find_tasks": Need(
        ("J",), "P", "names of people; what is due of people themselves"
    ),
    **_all(Need(("PJ",)), "find_lists", "list_by_kind", "list_workbook", "list_paper"),
    "invite_worker": Need(("JM",)),
    "place_referral": Need(("J",), "P", "names of people; the ledger's word of it"),
    "end_placement": Need(("J",), "P", "names of people; what was learnt"),
    "fill_opening": Need(("J",), "M", "the three others offered when it is full"),
    "add_import": Need(("",), "PJ", "rows that belong there; each says so"),
    **_all(Need(("M",)), "rules_in_force", "try_rules", "questions_for_area"),
    **_all(Need(("M",), "P", NAMES), "advise_draft", "advise_post"),
    "shortlist_for_worker": Need(
        ("MJ", "PJ"), "P", f"{NAMES}; without matching today's last list stands in"
    ),
    **_all(
        Need(("MJ",), "P", NAMES),
        "why_not_for_worker",
        "near_misses_for_worker",
        "explain_match",
        "why_not_for_pair",
        "shortlist_for_walk_in",
    ),
    **_all(
        Need(("MP",)), "shortlist_for_post", "near_misses_for_post", "why_not_for_post"
    ),
    "assign_together": Need(("MPJ",)),
    "pairs_for_workers": Need(("MJP",)),
}
FIRST = "| route |"


def cell(name: str, gone: frozenset[str]) -> str:
    """What a route answers while some are gone, in a word."""
    need = NEEDS[name]
    away = need.away(gone)
    if away:
        return next(letter for letter, one in LETTERS.items() if one == away)
    if name == "shortlist_for_worker" and "M" in gone:
        return "last"
    return "less" if gone & set(need.helper) else "yes"


def page() -> str:
    """The whole page: what stands before its table stays."""
    cases = [" ".join(sorted(gone)) or "all there" for gone in AWAY]
    rows = [
        ["route", *(f"no {c}" if c != "all there" else c for c in cases), "less of"]
    ]
    rows.append(["---"] * len(rows[0]))
    for route in public_routes():
        need = NEEDS[route.name]
        cells = [cell(route.name, gone) for gone in AWAY]
        rows.append([f"`{route.method} {route.path}`", *cells, need.lost])
    head = PAGE.read_text(encoding="utf-8").split(FIRST)[0]
    return head + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def public_routes() -> list[Route]:
    """Every route of the policy table, in the order of the nouns."""
    app = FastAPI()
    for noun in NOUNS:
        app.include_router(noun.router)
    return [route for route in routes_of(app) if route.name in POLICY]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
