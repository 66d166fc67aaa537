"""What a worker or an employer states, before its words are understood.

One shape for API drafts, file rows and the exchange format, so that the same facts
always become the same contract. Words may stand wherever a code may.
"""

from datetime import date
from typing import Annotated
from typing import Literal
from uuid import UUID

from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

from common.contracts.jobs import Contact
from common.contracts.jobs import Pattern
from common.contracts.jobs import PostKind
from common.contracts.jobs import PostState
from common.contracts.people import WorkState
from common.contracts.values import AreaCode
from common.contracts.values import KnownWay
from common.contracts.values import Month
from common.contracts.values import Pay
from common.contracts.values import Place
from common.contracts.values import Stop
from common.contracts.values import Terrain
from common.contracts.values import Weekday

Words = Annotated[str, Field(max_length=500)]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-4]):[0-5][0-9]$")]


class Stated(BaseModel):
    """Base of what is stated: frozen, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Hours(Stated):
    """Hours on weekdays, as `07:30`; an end not after its start passes midnight."""

    days: tuple[Weekday, ...]
    start: Clock
    end: Clock


class StatedWorker(Stated):
    """What is known of a worker. None: nobody asked; an empty tuple: asked, none.

    `age_on` goes with `age` where only an age is known. `limits`, `certificates`,
    `categories`, `vetoes`, `skills`, `wishes`, `transport` are people's own words.
    `capabilities` are a form's answers (`hear: none`, `height_safe: false`, …).
    What surveys ask beside (training, need, where somebody works and what they earn)
    is kept for lists and reports; matching takes nothing from it.
    `said` is a free sentence; only skills, wishes, refusals and the farm's seasons are
    taken from it.
    """

    area: AreaCode | None = None
    terrain: Terrain = "plain"
    place: Place | None = None
    household: UUID | None = None
    birth: date | None = None
    age: int | None = Field(default=None, ge=0, le=120)
    age_on: date | None = None
    sex: Literal["female", "male"] | None = None
    female_track: Literal[50, 55] = 50
    state: WorkState = "looking"
    schooling: Words | None = None
    languages: tuple[Words, ...] | None = None
    transport: tuple[Words, ...] | None = None
    max_km: float | None = Field(default=None, ge=0, le=5000)
    max_minutes: int | None = Field(default=None, ge=0, le=1440)
    scope: Literal["home", "village", "township", "county"] | None = None
    lodging: Literal["no", "county", "anywhere"] | None = None
    hours: tuple[Hours, ...] | None = None
    care: tuple[Hours, ...] = ()
    months: tuple[Month, ...] | None = None
    farm: Literal["slack", "busy"] | None = None
    max_hours_per_day: float | None = Field(default=None, gt=0, le=24)
    night: bool | None = None
    categories: tuple[Words, ...] | None = None
    certificates: tuple[Words, ...] | None = None
    skills: tuple[Words, ...] | None = None
    wishes: tuple[Words, ...] = ()
    vetoes: tuple[Words, ...] = ()
    limits: tuple[Words, ...] | None = None
    capabilities: dict[str, str | bool | int | float] | None = None
    pay_floor: Pay | None = None
    training_wish: tuple[Words, ...] | None = None
    trainings: tuple[Words, ...] | None = None
    poverty_cause: Words | None = None
    difficulties: tuple[Words, ...] | None = None
    works_at: Words | None = None
    works_as: Words | None = None
    earns: Pay | None = None
    said: Annotated[str, Field(max_length=2000)] = ""


class StatedPost(Stated):
    """What an employer says of a post; `functions` and `hazards` may be words or codes.

    None in `functions`: the employer did not say, the title's defaults hold.
    `known_ways` are said of the place by others; jobs keeps them with the site.
    """

    title: Annotated[str, Field(min_length=1, max_length=100)]
    text: Annotated[str, Field(max_length=4000)] = ""
    kind: PostKind = "enterprise"
    state: PostState = "draft"
    area: AreaCode | None = None
    place: Place | None = None
    outside_county: bool = False
    home_based: bool = False
    remote: bool = False
    delivery: tuple[AreaCode, ...] = ()
    shuttle: tuple[Stop, ...] = ()
    pattern: Pattern = "single"
    shifts: tuple[Hours, ...] = ()
    flexible: bool = False
    days_required: int | None = Field(default=None, ge=1, le=7)
    hours_per_day: float | None = Field(default=None, gt=0, le=24)
    season_months: tuple[Month, ...] | None = None
    live_in: bool = False
    pay: Pay | None = None
    skills: tuple[Words, ...] = ()
    certificates: tuple[Words, ...] = ()
    languages: tuple[Words, ...] = ()
    schooling: Words | None = None
    age_min: int | None = Field(default=None, ge=0, le=120)
    age_max: int | None = Field(default=None, ge=0, le=120)
    sex: Words | None = None
    marital: Words | None = None
    functions: tuple[Words, ...] | None = None
    hazards: tuple[Words, ...] = ()
    background: tuple[Words, ...] = ()
    target_groups: tuple[Words, ...] = ()
    residence: AreaCode | None = None
    training: Words | None = None
    accommodations: tuple[Words, ...] = ()
    lodging: bool = False
    meals: bool = False
    insurance: bool = False
    point_to_point_bus: bool = False
    openings: int = Field(default=1, ge=0, le=10000)
    valid_from: date | None = None
    valid_until: date | None = None
    contact: Contact | None = None
    known_ways: Annotated[tuple[KnownWay, ...], Field(max_length=1000)] = ()
