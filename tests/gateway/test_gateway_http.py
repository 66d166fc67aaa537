"""What every answer carries: keys, tags, ids, deadlines, languages, limits."""

from uuid import uuid4

from tests.gateway.conftest import Platform
from tests.gateway.county import a_post


def test_a_repeated_write_has_one_effect_and_one_answer(platform: Platform) -> None:
    officer, key = platform.person("county"), uuid4().hex
    draft = a_post(platform.county.employer, title="重复的岗位", state="draft")
    repeated = {"Idempotency-Key": key}
    first = officer.post("/v1/posts", draft, headers=repeated)
    second = officer.post("/v1/posts", draft, headers=repeated)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second.headers["idempotency-replayed"] == "true"


def test_a_key_of_somebody_else_is_another_key(platform: Platform) -> None:
    key = {"Idempotency-Key": uuid4().hex}
    draft = a_post(platform.county.employer, title="两个人的岗位", state="draft")
    mine = platform.person("county").post("/v1/posts", draft, headers=key)
    theirs = platform.person("hr").post("/v1/posts", draft, headers=key)

    assert (mine.status_code, theirs.status_code) == (201, 201)
    assert mine.json()["id"] != theirs.json()["id"]


def test_an_unchanged_list_is_not_sent_again(platform: Platform) -> None:
    worker = platform.person("worker")
    first = worker.get("/v1/areas")
    known = {"If-None-Match": first.headers["etag"]}
    second = worker.ask("GET", "/v1/areas", headers=known)

    assert first.headers["etag"].startswith('W/"')
    assert (second.status_code, second.content) == (304, b"")


def test_a_changed_list_has_another_tag(platform: Platform) -> None:
    officer = platform.person("county")
    first = officer.get("/v1/posts", limit=1)
    draft = a_post(platform.county.employer, title="新的岗位", state="draft")
    officer.post("/v1/posts", draft)
    known = {"If-None-Match": first.headers["etag"]}
    second = officer.ask("GET", "/v1/posts", params={"limit": 1}, headers=known)

    assert second.status_code == 200
    assert second.headers["etag"] != first.headers["etag"]


def test_facts_of_people_stay_in_no_cache(platform: Platform) -> None:
    officer = platform.person("county")
    personal = officer.get(f"/v1/workers/{platform.county.worker}")
    public = officer.get("/v1/areas")

    assert personal.headers["cache-control"] == "no-store"
    assert public.headers["cache-control"] == "private, no-cache"


def test_pages_follow_each_other_without_gap_or_repeat(platform: Platform) -> None:
    officer = platform.person("county")
    whole = [row["id"] for row in officer.get("/v1/posts", limit=4).json()]
    first = officer.get("/v1/posts", limit=2, total=True)
    rows = [row["id"] for row in first.json()]
    second = officer.get("/v1/posts", limit=2, after=rows[-1]).json()

    assert rows + [row["id"] for row in second] == whole
    assert int(first.headers["x-total-count"]) >= 6


def test_the_request_id_comes_back(platform: Platform) -> None:
    told = {"X-Request-Id": "kiosk-7-00000001"}
    answer = platform.person("county").ask("GET", "/v1/areas", headers=told)

    assert answer.headers["x-request-id"] == "kiosk-7-00000001"


def test_a_deadline_that_cannot_be_kept_is_answered_in_time(platform: Platform) -> None:
    hurried = {"X-Deadline-Ms": "1"}
    answer = platform.person("county").ask("GET", "/v1/workers", headers=hurried)

    assert answer.status_code == 503
    assert answer.elapsed.total_seconds() < 2


def test_problems_speak_the_callers_language(platform: Platform) -> None:
    officer, nobody = platform.person("county"), f"/v1/workers/{uuid4()}"
    chinese = officer.get(nobody)
    english = officer.ask("GET", nobody, headers={"Accept-Language": "en"})

    assert chinese.headers["content-type"] == "application/problem+json"
    assert "没有找到" in chinese.json()["detail"]
    assert english.json()["detail"].isascii()


def test_wrong_input_names_every_wrong_field(platform: Platform) -> None:
    draft = a_post(platform.county.employer, openings=-1, title="", age_min=300)
    answer = platform.person("county").post("/v1/posts", draft)

    assert answer.status_code == 422
    fields = {error["field"] for error in answer.json()["errors"]}
    assert fields == {"stated.openings", "stated.title", "stated.age_min"}


def test_a_word_that_no_list_knows_is_refused(platform: Platform) -> None:
    answer = platform.person("county").get("/v1/workers", offset=20)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "query.offset"


def test_a_body_that_is_too_large_is_refused(platform: Platform) -> None:
    body = b'{"name": "' + b"x" * 4_100_000 + b'"}'
    answer = platform.person("county").ask("POST", "/v1/workers", content=body)

    assert answer.status_code == 413
    assert answer.json()["type"] == "/problems/too-large"


def test_a_body_without_a_length_is_counted_as_it_comes(platform: Platform) -> None:
    parts = (b"x" * 1_000_000 for _ in range(5))
    answer = platform.person("county").ask("POST", "/v1/workers", content=parts)

    assert answer.status_code == 413


def test_ready_when_everybody_behind_is_ready(platform: Platform) -> None:
    assert platform.http.get("/readyz").status_code == 200
    assert platform.http.get("/healthz").json() == {"status": "alive"}
    assert "doorstep_request_seconds_count" in platform.http.get("/metrics").text
