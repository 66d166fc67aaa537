"""What people tells others: workers as far as matching needs them, and areas.

No name, ID number, phone, address, diagnosis, or certificate category ever stands here.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from common.contracts.values import AreaCode
from common.contracts.values import Contract
from common.contracts.values import Mode
from common.contracts.values import Month
from common.contracts.values import Pay
from common.contracts.values import Place
from common.contracts.values import Schooling
from common.contracts.values import Terrain
from common.contracts.values import Window

WorkState = Literal["looking", "working", "away", "studying", "paused", "unable"]


class Dated(Contract):
    """A code that holds from one day to another, both included; None is open."""

    code: str
    valid_from: date | None = None
    valid_until: date | None = None


class HeldSkill(Contract):
    """A skill of a worker with what was said, how it was recognised, and how surely."""

    code: str
    years: float | None = Field(default=None, ge=0)
    text: str = ""
    method: str = "stated"
    confidence: float = Field(default=1.0, ge=0, le=1)


class ModeReach(Contract):
    """One way of travel that the person can use; None minutes: no limit was named."""

    mode: Mode
    max_min: int | None = Field(default=None, ge=0)


class Reach(Contract):
    """How far a person travels one way; `max_km` is a straight line, as spoken."""

    modes: tuple[ModeReach, ...] = ()
    max_km: float | None = Field(default=None, ge=0)
    scope: Literal["home", "village", "township", "county"] | None = None
    lodging: Literal["no", "county", "anywhere"] | None = None


class Week(Contract):
    """When a person can be away for work, travel included, and when never.

    `windows` are spoken hours; `care` are duties at home that nothing may touch.
    `months` None: all year, but for `farm`: `slack` is only while the farm calendar of
    the village has no busy month, `busy` only in these. `max_minutes` is the longest
    working day.
    """

    windows: tuple[Window, ...]
    care: tuple[Window, ...] = ()
    months: tuple[Month, ...] | None = None
    farm: Literal["slack", "busy"] | None = None
    max_minutes: int | None = Field(default=None, ge=0)


class Limit(Contract):
    """From which demand level on the body says no, or with care. None: never."""

    block_at: int | None = Field(default=None, ge=1, le=3)
    caution_at: int | None = Field(default=None, ge=1, le=3)


class Worker(Contract):
    """A worker as matching sees one. None always means: nobody knows, so ask.

    `limits` None: nobody asked about the body; {}: asked, nothing named. `unsafe` are
    trait codes that could do this person serious harm. `wished` and `refused` hold
    trait codes, title codes (J…) and title groups (one letter). `bars` are background
    checks this person is known not to pass. `merged_into`: the row was one of two of
    the same person; the other one stands for both, and nothing else holds of this one.
    """

    id: UUID
    merged_into: UUID | None = None
    area: AreaCode | None
    terrain: Terrain = "plain"
    place: Place | None
    household: UUID | None
    birth: date | None
    sex: Literal["female", "male"] | None
    female_track: Literal[50, 55] = 50
    state: WorkState
    schooling: Schooling | None
    languages: tuple[str, ...] | None
    licences: tuple[Dated, ...] | None
    groups: tuple[Dated, ...] | None
    bars: tuple[str, ...] = ()
    week: Week | None
    reach: Reach | None
    night: bool | None
    skills: tuple[HeldSkill, ...] | None
    trades: tuple[str, ...] = ()
    wished: tuple[str, ...]
    refused: tuple[str, ...]
    pay_floor: Pay | None
    limits: dict[str, Limit] | None
    unsafe: tuple[str, ...]


class Area(Contract):
    """A node of the 12-digit tree, plus local groups below a village."""

    code: AreaCode
    name: str
    parent: AreaCode | None
    terrain: Terrain
    centre: Place | None
