"""A request is one transaction under the caller's scope."""

import httpx

DRAFT = {"title": "pruning", "area": "511922100201", "openings": 2}


async def test_a_written_post_is_there_for_the_next_request(sample, bearer):
    made = await sample.post("/posts", json=DRAFT, headers=bearer("sample"))
    found = await sample.get("/posts", headers=bearer("sample"))

    assert (made.status_code, made.json()["version"]) == (201, 1)
    assert found.json() == ["pruning"]
