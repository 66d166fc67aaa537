"""Who may reach what: every role before objects inside and outside of its scope."""

from uuid import uuid4

import pytest

from common.tokens import Caller
from common.tokens import sign
from common.tokens import signing_key
from gateway.accounts.domain import ROLES
from gateway.accounts.domain import Role
from gateway.policy import POLICY
from gateway.policy import Scope
from tests.gateway.conftest import Platform

Expected = dict[Scope | None, int]
VISIT = {"source": "visit"}
PATHS = {
    "worker_by_id": "/v1/workers/{id}",
    "find_facts": "/v1/workers/{id}/facts",
    "post_by_id": "/v1/posts/{id}",
    "post_on_file": "/v1/posts/{id}/draft",
    "employer_by_id": "/v1/employers/{id}",
}
# What each scope is worth before the village's worker, the sample employer's post and
# draft; an absent row is forbidden. Outside of the scope nothing exists.
WORKER: Expected = {None: 403, Scope.AREA: 200, Scope.OWN: 200, Scope.PRESENT: 404}
KEPT: Expected = {None: 403, Scope.AREA: 200, Scope.EMPLOYER: 200, Scope.ALL: 404}
FAR: Expected = {None: 403, **dict.fromkeys(Scope, 404)}


def scope_of(role: Role, route: str) -> Scope | None:
    return POLICY[route].scopes.get(role)


@pytest.mark.parametrize("role", ROLES)
def test_a_worker_exists_for_those_whose_scope_holds_them(
    platform: Platform, role: Role
) -> None:
    person, county = platform.person(role), platform.county
    routes = ("worker_by_id", "find_facts")
    near = [person.get(PATHS[r].format(id=county.worker)) for r in routes]
    far = [person.get(PATHS[r].format(id=county.far_worker)) for r in routes]

    scopes = [scope_of(role, route) for route in routes]
    assert [a.status_code for a in near] == [WORKER[scope] for scope in scopes]
    assert [a.status_code for a in far] == [FAR[scope] for scope in scopes]


@pytest.mark.parametrize("role", ROLES)
def test_a_draft_exists_for_those_who_keep_it(platform: Platform, role: Role) -> None:
    person, county = platform.person(role), platform.county
    kept = {**KEPT, Scope.META: 404}
    near = person.get(f"/v1/posts/{county.draft}")
    on_file = person.get(f"/v1/posts/{county.draft}/draft")
    far = person.get(f"/v1/posts/{county.far_draft}")
    far_on_file = person.get(f"/v1/posts/{county.far_draft}/draft")

    scope, file_scope = scope_of(role, "post_by_id"), scope_of(role, "post_on_file")
    assert (near.status_code, far.status_code) == (kept[scope], FAR[scope])
    assert on_file.status_code == kept[file_scope]
    assert far_on_file.status_code == FAR[file_scope]


@pytest.mark.parametrize("role", ROLES)
def test_a_published_post_exists_for_everybody(platform: Platform, role: Role) -> None:
    person, county = platform.person(role), platform.county
    near = person.get(f"/v1/posts/{county.post}")
    far = person.get(f"/v1/posts/{county.far_post}")

    # An employer's posts are what it came for; those of others are not its business.
    employer = scope_of(role, "post_by_id") is Scope.EMPLOYER
    assert near.status_code == 200
    assert far.status_code == (404 if employer else 200)


@pytest.mark.parametrize("role", ROLES)
def test_an_employers_papers_exist_for_their_keepers(
    platform: Platform, role: Role
) -> None:
    person, county = platform.person(role), platform.county
    near = person.get(f"/v1/employers/{county.employer}")
    far = person.get(f"/v1/employers/{county.far_employer}")

    scope = scope_of(role, "employer_by_id")
    # The village's coordinator keeps the village, and the firm sits in the town.
    kept = 404 if role == "coordinator" else KEPT[scope]
    assert (near.status_code, far.status_code) == (kept, FAR[scope])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("route", "method", "path", "body"),
    [
        ("change_worker", "PATCH", "/v1/workers/{worker}", {"origin": VISIT}),
        ("withdraw_worker", "POST", "/v1/workers/{worker}/withdraw", {"kind": "pause"}),
        ("resume_worker", "POST", "/v1/workers/{worker}/resume", {}),
        ("publish_post", "POST", "/v1/posts/{post}/publish", None),
        ("clear_post", "POST", "/v1/posts/{post}/clear", {"reason": "已核实"}),
        ("refuse_post", "POST", "/v1/posts/{post}/refuse", {"reason": "不合适"}),
        ("pause_post", "POST", "/v1/posts/{post}/pause", None),
        ("close_post", "POST", "/v1/posts/{post}/close", None),
        ("fill_opening", "POST", "/v1/posts/{post}/fill", None),
        ("release_opening", "POST", "/v1/posts/{post}/release", None),
        ("verify_employer", "POST", "/v1/employers/{employer}/verify", None),
    ],
)  # fmt: skip
def test_nothing_outside_the_scope_can_be_written(
    platform: Platform,
    role: Role,
    route: str,
    method: str,
    path: str,
    body: dict[str, object] | None,
) -> None:
    county = platform.county
    url = path.format(
        worker=county.far_worker, post=county.far_draft, employer=county.far_employer
    )
    answer = platform.person(role).ask(method, url, json=body)

    assert answer.status_code == FAR[scope_of(role, route)]


@pytest.mark.parametrize("role", ["coordinator", "township", "county"])
def test_lists_hold_exactly_what_single_reads_allow(
    platform: Platform, role: Role
) -> None:
    person, county = platform.person(role), platform.county
    everybody = (county.worker, county.other_town_worker, county.far_worker)
    listed = {row["id"] for row in person.get("/v1/workers", limit=200).json()}
    single = {w: person.get(f"/v1/workers/{w}").status_code for w in everybody}

    assert {w: w in listed for w in map(str, everybody)} == {
        str(worker): status == 200 for worker, status in single.items()
    }


def test_the_county_sees_more_than_the_town_and_the_town_is_not_the_county(
    platform: Platform,
) -> None:
    url = f"/v1/workers/{platform.county.other_town_worker}"
    statuses = [
        platform.person(role).get(url).status_code
        for role in ("coordinator", "township", "county")
    ]

    assert statuses == [404, 404, 200]


def test_a_posting_that_ended_yesterday_gives_nothing(platform: Platform) -> None:
    person = platform.person("township")
    platform.sql("UPDATE postings SET valid_until = now()::date - 2, valid_from"
                 " = '2026-01-01' WHERE role = 'township'")  # fmt: skip
    ended = person.get("/v1/me")
    platform.sql("UPDATE postings SET valid_until = NULL WHERE role = 'township'")

    assert ended.status_code == 403
    assert ended.json()["type"] == "/problems/no-posting"
    assert person.get("/v1/me").status_code == 200


def test_two_postings_never_add_up(platform: Platform) -> None:
    person = platform.person("coordinator")
    mine = person.get("/v1/me").json()
    second = uuid4()
    platform.sql(
        "INSERT INTO postings (id, account, role, area, valid_from)"
        " VALUES (:id, :account, 'auditor', '990121000000', '2026-01-02')",
        id=second,
        account=mine["id"],
    )
    other_town = f"/v1/workers/{platform.county.other_town_worker}"
    own_village = f"/v1/workers/{platform.county.worker}"
    chosen = {"X-Posting": str(second)}
    as_first = person.get(other_town)
    as_second = person.ask("GET", own_village, headers=chosen)
    postings = person.ask("GET", "/v1/me", headers=chosen).json()
    platform.sql("DELETE FROM postings WHERE id = :id", id=second)

    # The wide area of the second never meets the strong role of the first.
    assert as_first.status_code == 404
    assert as_second.status_code == 403
    assert postings["posting"]["role"] == "auditor"
    assert len(postings["postings"]) == 2


def test_somebody_elses_posting_cannot_be_chosen(platform: Platform) -> None:
    theirs = platform.person("county").get("/v1/me").json()["posting"]["id"]
    answer = platform.person("coordinator").ask(
        "GET", "/v1/me", headers={"X-Posting": theirs}
    )

    assert answer.status_code == 403


def test_an_inside_token_opens_nothing_from_outside(platform: Platform) -> None:
    key = signing_key(platform.gateway_told["token_private_key_file"])
    caller = Caller("intruder", "county", ("",), purpose="steal")
    answers = [
        platform.http.get(
            "/v1/workers",
            headers={"Authorization": f"Bearer {sign(caller, key, audience)}"},
        )
        for audience in ("gateway", "people")
    ]

    assert [answer.status_code for answer in answers] == [401, 401]


def test_headers_that_look_like_ours_change_nothing(platform: Platform) -> None:
    claimed = {
        "X-User-Role": "county",
        "X-Areas": "99",
        "X-Forwarded-User": "county",
        "X-Caller": "county",
    }
    url = f"/v1/workers/{platform.county.other_town_worker}"
    answer = platform.person("coordinator").ask("GET", url, headers=claimed)

    assert answer.status_code == 404


def test_an_administrator_sees_posts_without_the_person_to_call(
    platform: Platform,
) -> None:
    admin = platform.person("admin")
    one = admin.get(f"/v1/posts/{platform.county.post}")
    listed = admin.get("/v1/posts")

    assert (one.status_code, listed.status_code) == (200, 200)
    assert "15400000001" not in one.text + listed.text
    assert "15400000001" in platform.person("worker").get("/v1/posts").text
