"""Who saw whom: written before the answer leaves, and shown to the person."""

from tests.gateway.conftest import Person
from tests.gateway.conftest import Platform


def readings(worker: Person) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = worker.get("/v1/me/readings", limit=200).json()["rows"]
    return rows


def test_a_reading_by_an_officer_is_shown_to_the_worker(platform: Platform) -> None:
    worker = platform.person("worker")
    before = readings(worker)
    platform.person("coordinator").get(f"/v1/workers/{platform.county.worker}")
    after = readings(worker)

    assert after[1:] == before[: len(after) - 1]
    assert (after[0]["role"], after[0]["route"]) == ("coordinator", "worker_by_id")
    assert after[0]["title"] == "村劳动保障协理员"


def test_a_list_logs_everybody_in_it(platform: Platform) -> None:
    county = platform.county
    before = platform.sql("SELECT count(*) FROM read_log WHERE route = 'find_workers'")
    listed = platform.person("county").get("/v1/workers").json()
    after = platform.sql("SELECT count(*) FROM read_log WHERE route = 'find_workers'")

    assert after[0][0] - before[0][0] == len(listed)
    assert {str(county.worker), str(county.other_town_worker)} <= {
        row["id"] for row in listed
    }


def test_people_who_read_their_own_facts_are_not_logged(platform: Platform) -> None:
    worker = platform.person("worker")
    before = readings(worker)
    worker.get(f"/v1/workers/{platform.county.worker}/facts")

    assert readings(worker) == before


def test_what_is_refused_is_not_logged_as_read(platform: Platform) -> None:
    far = platform.county.far_worker
    platform.person("coordinator").get(f"/v1/workers/{far}")
    logged = platform.sql("SELECT count(*) FROM read_log WHERE worker = :far", far=far)

    assert logged == [(0,)]


def test_what_cannot_be_logged_is_not_told(platform: Platform) -> None:
    officer = platform.person("coordinator")
    url = f"/v1/workers/{platform.county.worker}"
    # The log refuses this one route, as a broken disk would refuse all.
    platform.as_owner(
        "ALTER TABLE read_log ADD CONSTRAINT shut CHECK (route <> 'worker_by_id')"
        " NOT VALID"
    )
    refused = officer.get(url)
    platform.as_owner("ALTER TABLE read_log DROP CONSTRAINT shut")

    assert refused.status_code >= 500
    assert "芳" not in refused.text
    assert officer.get(url).status_code == 200


def test_nobody_can_change_what_was_logged(platform: Platform) -> None:
    rights = platform.sql(
        "SELECT has_table_privilege('read_log', 'UPDATE'),"
        " has_table_privilege('read_log', 'DELETE'),"
        " has_table_privilege('read_log', 'INSERT')"
    )

    assert rights == [(False, False, True)]


def test_readings_are_paged_without_gap_or_repeat(platform: Platform) -> None:
    officer, worker = platform.person("coordinator"), platform.person("worker")
    for _ in range(3):
        officer.get(f"/v1/workers/{platform.county.worker}")
    whole = readings(worker)
    first = worker.get("/v1/me/readings", limit=2).json()
    second = worker.get("/v1/me/readings", limit=2, after=first["next"]).json()

    paged = [row["id"] for row in first["rows"] + second["rows"]]
    assert paged == [row["id"] for row in whole[:4]]
