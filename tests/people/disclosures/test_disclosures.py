"""Whom an employer may call: who said so, for this post, and nobody else."""

from typing import Any
from uuid import UUID
from uuid import uuid4

import pytest

from tests.people.builders import PHONE
from tests.people.builders import a_worker
from tests.people.conftest import Voice
from tests.people.conftest import VoiceOf

POST, OTHER_POST = str(uuid4()), str(uuid4())
EMPLOYER, OTHER_EMPLOYER = uuid4(), uuid4()


@pytest.fixture
def hr(voice_of: VoiceOf) -> Voice:
    return voice_of("hr", employer=EMPLOYER)


@pytest.fixture
async def willing(coordinator: Voice) -> str:
    """Somebody who lets the employer call about the post."""
    worker = await coordinator.add(a_worker())
    said = {"employer": str(EMPLOYER), "how": "phone"}
    path = f"/workers/{worker}/disclosures/{POST}"
    assert (await coordinator.ask("PUT", path, json=said)).status_code == 204
    return worker


async def told(voice: Voice, worker: str, post: str = POST) -> list[Any]:
    asked = {"post": post, "ids": [worker]}
    rows = (await voice.write("/disclosures/read", asked))["rows"]
    return [(row["name"], row["phone"]) for row in rows]


async def test_an_employer_reads_who_said_yes_to_it(hr: Voice, willing: str) -> None:
    assert await told(hr, willing) == [("张小三", PHONE)]


async def test_another_post_or_employer_or_role_reads_nothing(
    hr: Voice, coordinator: Voice, voice_of: VoiceOf, willing: str
) -> None:
    other = voice_of("hr", employer=OTHER_EMPLOYER)
    asked = {"post": POST, "ids": [willing]}

    assert await told(hr, willing, OTHER_POST) == []
    assert await told(other, willing) == []
    assert await coordinator.status("/disclosures/read", asked, "POST") == 403
    assert await hr.status(f"/workers/{willing}") == 403


async def test_a_yes_is_taken_back_and_ends_with_a_withdrawal(
    hr: Voice, coordinator: Voice, willing: str
) -> None:
    path = f"/workers/{willing}/disclosures/{POST}"
    gone = await coordinator.ask("DELETE", path)
    without = await told(hr, willing)
    said = {"employer": str(EMPLOYER), "how": "visit"}
    await coordinator.ask("PUT", path, json=said)
    again = await told(hr, willing)
    await coordinator.write(f"/workers/{willing}/withdraw", {"kind": "pause"})

    assert (gone.status_code, without, len(again)) == (204, [], 1)
    assert await told(hr, willing) == []


async def test_only_who_reaches_the_person_writes_their_yes_down(
    voice_of: VoiceOf, willing: str
) -> None:
    stranger = voice_of("worker", worker=UUID(int=7))
    far = voice_of("county", "990122")
    said = {"employer": str(OTHER_EMPLOYER), "how": "self"}
    path = f"/workers/{willing}/disclosures/{POST}"

    assert await stranger.status(path, said, "PUT") == 404
    assert await far.status(path, said, "PUT") == 404
