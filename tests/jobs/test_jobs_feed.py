"""What the feed tells of posts and employers, and when."""

from typing import Any

import pytest

from common.contracts.jobs import Employer
from common.contracts.jobs import Post
from tests.jobs.builders import OTHER_TOWN
from tests.jobs.builders import a_site
from tests.jobs.builders import an_employer
from tests.jobs.builders import stated
from tests.jobs.conftest import Desk
from tests.jobs.conftest import DeskOf


@pytest.fixture
def member(desk_of: DeskOf) -> Desk:
    """Matching, which follows the feed."""
    return desk_of(role="member", areas=())


async def position(member: Desk) -> Any:
    return (await member.read("/internal/feed/head"))["head"]


async def changes(member: Desk, after: int = 0) -> list[dict[str, Any]]:
    epoch = (await member.read("/internal/feed/head"))["epoch"]
    page = await member.read(f"/internal/feed?epoch={epoch}&after={after}")
    return list(page["rows"])


async def test_a_published_post_is_told_as_a_whole_contract(
    county: Desk, member: Desk
) -> None:
    employer = await county.employer()
    post = await county.post(employer, openings=5)

    told = await changes(member)
    contract = Post.model_validate(told[1]["body"])

    assert Employer.model_validate(told[0]["body"]).name == "示例服装厂"
    assert (told[1]["kind"], told[1]["op"], told[1]["version"]) == ("post", "put", 1)
    assert (str(contract.id), contract.state, contract.openings) == (
        post,
        "published",
        5,
    )


async def test_a_draft_is_told_as_nothing(county: Desk, member: Desk) -> None:
    draft = {"employer": await county.employer(), "stated": stated()}
    await county.write("/posts", draft)

    told = (await changes(member))[-1]

    assert (told["op"], told["body"], told["version"]) == ("drop", None, 1)


async def test_every_step_of_a_post_is_told(county: Desk, member: Desk) -> None:
    post = await county.post(await county.employer(), openings=3)

    async def told_after(step: str) -> tuple[int, str, int]:
        before = await position(member)
        await county.write(f"/posts/{post}/{step}")
        told = (await changes(member, before))[-1]
        return told["version"], told["body"]["state"], told["body"]["openings"]

    assert await told_after("fill?count=3") == (2, "filled", 0)
    assert await told_after("release?count=2") == (3, "published", 2)
    assert await told_after("pause") == (4, "paused", 2)
    assert await told_after("close") == (5, "closed", 2)


async def test_a_changed_site_tells_its_posts_anew(county: Desk, member: Desk) -> None:
    employer = await county.employer()
    site = (await county.write("/sites", a_site(employer)))["id"]
    facts = stated(area=None, state="published")
    draft = {"employer": employer, "site": site, "stated": facts}
    post = (await county.write("/posts", draft))["id"]
    await county.post(employer)
    before = await position(member)
    moved = a_site(employer, area=OTHER_TOWN, accommodations=["坐着做"])
    del moved["employer"]

    await county.write(f"/sites/{site}", moved, "PUT")
    told = await changes(member, before)

    assert [(c["id"], c["version"], c["body"]["area"]) for c in told] == [
        (post, 2, OTHER_TOWN)
    ]
    assert told[0]["body"]["accommodations"] == ["seated"]


async def test_a_suspension_tells_every_post_of_the_employer(
    county: Desk, member: Desk
) -> None:
    employer = await county.employer()
    post = await county.post(employer)
    before = await position(member)

    await county.write(f"/employers/{employer}/suspend", {"reason": "欠薪"})
    told = await changes(member, before)

    assert {(c["kind"], c["id"]) for c in told} == {
        ("employer", employer),
        ("post", post),
    }
    assert [c["body"]["state"] for c in told if c["kind"] == "post"] == ["paused"]


async def test_a_new_contact_is_told_with_the_posts_that_borrow_it(
    county: Desk, member: Desk
) -> None:
    employer = await county.employer()
    post = await county.post(employer)
    before = await position(member)
    contacts = [{"name": "赵主管", "phone": "15400000009"}]

    await county.write(f"/employers/{employer}", an_employer(contacts=contacts), "PUT")
    told = {c["id"]: c["body"] for c in await changes(member, before)}

    assert told[post]["contact"] == contacts[0]


async def test_a_refused_step_is_not_told(county: Desk, member: Desk) -> None:
    post = await county.post(await county.employer(), openings=1)
    before = await position(member)

    await county.ask("POST", f"/posts/{post}/fill?count=2")

    assert await changes(member, before) == []


async def test_the_snapshot_shows_every_post_but_of_drafts_only_the_id(
    county: Desk, member: Desk
) -> None:
    employer = await county.employer()
    posts = {await county.post(employer) for _ in range(5)}
    await county.write("/posts", {"employer": employer, "stated": stated()})

    page = await member.read("/internal/feed/snapshot?kind=post&limit=100")

    assert {row["id"] for row in page["rows"] if row["op"] == "put"} == posts
    assert [r["body"] for r in page["rows"] if r["op"] == "drop"] == [None]


async def test_the_feed_is_for_members_only(desk_of: DeskOf) -> None:
    answers = [
        (await desk_of(role=role).ask("GET", "/internal/feed/head")).status_code
        for role in ("worker", "hr", "county", "admin")
    ]

    assert answers == [403] * 4
