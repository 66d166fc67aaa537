"""The kiosk: alone it reads nobody; with a person present it reads that one."""

from tests.gateway.conftest import Platform

WHO = {"name": "张小芳", "birth": "1985-03-01"}


def test_a_kiosk_reads_only_the_person_who_was_found(platform: Platform) -> None:
    kiosk, county = platform.newcomer("kiosk"), platform.county
    url = f"/v1/workers/{county.worker}"
    alone = kiosk.get(url)
    found = kiosk.post("/v1/workers/find", WHO)
    present = [kiosk.get(url + more) for more in ("", "/shortlist", "/near-misses")]
    other = kiosk.get(f"/v1/workers/{county.other_town_worker}")

    assert alone.status_code == 404
    assert [row["id"] for row in found.json()["rows"]] == [str(county.worker)]
    assert [answer.status_code for answer in present] == [200, 200, 200]
    assert other.status_code == 404


def test_another_kiosk_session_knows_nothing_of_the_person(platform: Platform) -> None:
    first, second = platform.newcomer("kiosk"), platform.newcomer("kiosk")
    first.post("/v1/workers/find", WHO)
    answer = second.get(f"/v1/workers/{platform.county.worker}")

    assert answer.status_code == 404


def test_presence_ends_after_ten_minutes(platform: Platform) -> None:
    kiosk = platform.newcomer("kiosk")
    kiosk.post("/v1/workers/find", WHO)
    platform.sql("UPDATE sessions SET present_until = present_until"
                 " - interval '10 minutes' WHERE present IS NOT NULL")  # fmt: skip
    answer = kiosk.get(f"/v1/workers/{platform.county.worker}")

    assert answer.status_code == 404


def test_finding_nobody_ends_the_presence_of_the_one_before(
    platform: Platform,
) -> None:
    kiosk = platform.newcomer("kiosk")
    kiosk.post("/v1/workers/find", WHO)
    kiosk.post("/v1/workers/find", {"name": "没有此人", "birth": "1985-03-01"})
    answer = kiosk.get(f"/v1/workers/{platform.county.worker}")

    assert answer.status_code == 404


def test_somebody_of_another_town_is_like_nobody(platform: Platform) -> None:
    kiosk = platform.newcomer("kiosk")
    other = kiosk.post("/v1/workers/find", {**WHO, "name": "李二"})
    nobody = kiosk.post("/v1/workers/find", {**WHO, "name": "没有此人"})

    assert (other.status_code, nobody.status_code) == (200, 200)
    assert other.content == nobody.content


def test_look_ups_are_counted_and_then_refused(platform: Platform) -> None:
    officer = platform.newcomer("township")
    answers = [officer.post("/v1/workers/find", WHO) for _ in range(31)]
    platform.sql("DELETE FROM attempts")

    statuses = [answer.status_code for answer in answers]
    assert statuses == [200] * 30 + [429]
    assert int(answers[-1].headers["retry-after"]) <= 3600
