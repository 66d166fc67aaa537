"""Many rows at once: looked at first, written only when asked, each row once."""

from uuid import uuid4

from tests.gateway.conftest import Platform
from tests.gateway.county import a_post
from tests.gateway.county import a_worker


def count_of(platform: Platform, path: str) -> int:
    answer = platform.person("county").get(path, limit=1, total=True)
    return int(answer.headers["x-total-count"])


def test_a_dry_run_tells_every_wrong_field_and_writes_nothing(
    platform: Platform,
) -> None:
    employer = platform.county.employer
    rows = [a_post(employer), a_post(employer, openings=-1, age_min=999)]
    before = count_of(platform, "/v1/posts")
    answer = platform.person("county").post(
        "/v1/imports", {"kind": "posts", "rows": rows}
    )

    told = answer.json()
    assert (told["committed"], told["good"], told["wrong"]) == (False, 1, 1)
    fields = {error["field"] for error in told["rows"][1]["errors"]}
    assert fields == {"stated.openings", "stated.age_min"}
    assert count_of(platform, "/v1/posts") == before


def test_good_rows_are_written_and_wrong_ones_are_told(platform: Platform) -> None:
    employer = platform.county.employer
    unlawful = {**a_post(employer), "employer": str(uuid4())}
    rows = [a_post(employer, title="搬运工", state="draft"), unlawful]
    body = {"kind": "posts", "rows": rows, "commit": True}
    told = platform.person("county").post("/v1/imports", body).json()

    assert [row["ok"] for row in told["rows"]] == [True, False]
    made = platform.person("county").get(f"/v1/posts/{told['rows'][0]['id']}")
    assert made.json()["title"] == "搬运工"
    assert told["rows"][1]["errors"][0]["message"]


def test_an_import_that_is_repeated_writes_nothing_twice(platform: Platform) -> None:
    rows = [a_worker("周全"), a_worker("吴双")]
    body = {"kind": "workers", "rows": rows, "commit": True}
    key = {"Idempotency-Key": uuid4().hex}
    officer = platform.person("coordinator")
    first = officer.post("/v1/imports", body, headers=key).json()
    between = count_of(platform, "/v1/workers")
    second = officer.post("/v1/imports", body, headers=key).json()

    assert first["good"] == 2
    assert first["rows"] == second["rows"]
    assert count_of(platform, "/v1/workers") == between


def test_nobody_imports_into_the_area_of_others(platform: Platform) -> None:
    rows = [a_worker("郑远", area="990122000000")]
    body = {"kind": "workers", "rows": rows, "commit": True}
    told = platform.person("county").post("/v1/imports", body).json()

    assert (told["good"], told["wrong"]) == (0, 1)
