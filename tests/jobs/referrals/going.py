"""A referral brought as far as a test needs it, by those whose steps they are."""

from typing import Any

from tests.jobs.conftest import Desk

TERMS = {"started": "2026-03-10", "contract": "labour", "insurance": ["injury"]}


async def put_forward(officer: Desk, worker: str, post: str, **more: Any) -> str:
    """A referral with the person's yes by telephone."""
    draft = {"worker": worker, "post": post, "consent": "phone", **more}
    return str((await officer.write("/referrals", draft))["id"])


async def step(desk: Desk, referral: str, name: str, **more: Any) -> Any:
    return await desk.write(f"/referrals/{referral}/steps", {"step": name, **more})


async def bring(desk: Desk, referral: str, *names: str) -> None:
    for name in names:
        await step(desk, referral, name)


async def accepted(officer: Desk, worker: str, post: str, **more: Any) -> str:
    """A referral that both sides want."""
    referral = await put_forward(officer, worker, post, **more)
    await bring(officer, referral, "send", "offer")
    await step(officer, referral, "accept", consent="phone")
    return referral


async def placed(officer: Desk, worker: str, post: str, **more: Any) -> Any:
    """A placement that began today."""
    referral = await accepted(officer, worker, post, **more)
    return await officer.write(f"/referrals/{referral}/place", TERMS)
