"""Who has just written asks for a list that knows of it."""

from uuid import uuid4

from tests.gateway.conftest import Platform


def test_a_list_that_expects_a_write_knows_of_it_or_says_that_it_is_stale(
    platform: Platform,
) -> None:
    officer, county = platform.person("county"), platform.county
    post, shown = str(county.post), []
    for step in ("pause", "publish", "pause", "publish", "pause", "publish"):
        written = officer.post(f"/v1/posts/{post}/{step}").json()
        query = {"limit": 200, "expect": f"{post}:{written['version']}"}
        told = officer.get(f"/v1/workers/{county.worker}/shortlist", **query).json()
        listed = post in [item["post"]["id"] for item in told["items"]]
        shown.append(told["stale"] or listed == (step == "publish"))

    assert all(shown)


def test_what_nobody_wrote_is_not_waited_for_without_end(platform: Platform) -> None:
    officer, county = platform.person("county"), platform.county
    url = f"/v1/posts/{county.post}/shortlist"
    told = officer.get(url, expect=f"{uuid4()}:7")

    assert (told.status_code, told.json()["stale"]) == (200, True)
    assert told.elapsed.total_seconds() < 5


def test_nonsense_is_not_expected(platform: Platform) -> None:
    url = f"/v1/workers/{platform.county.worker}/shortlist"
    refused = platform.person("county").get(url, expect="the best")

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "query.expect"
