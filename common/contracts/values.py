"""Small values that several contracts share; times of day are minutes, WGS-84 only."""

from typing import Annotated
from typing import Literal

from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

AreaCode = Annotated[str, Field(pattern=r"^[0-9]{12}$", description="12-digit tree")]
Weekday = Annotated[int, Field(ge=1, le=7, description="1 is Monday")]
Month = Annotated[int, Field(ge=1, le=12)]
Minute = Annotated[int, Field(ge=0, le=1440, description="minutes after midnight")]
PayUnit = Literal["month", "day", "hour", "piece"]
Mode = Literal["walk", "ebike", "moto", "bus", "car", "wheelchair", "shuttle"]
WaySource = Literal["officer", "driver", "person"]
Schooling = Literal["none", "primary", "junior", "high", "college", "bachelor"]
Terrain = Literal["plain", "hilly", "mountain"]


class Contract(BaseModel):
    """Base of all contracts: frozen; a consumer ignores fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class Place(Contract):
    """A point on WGS-84 with how well it is known."""

    lat: float = Field(ge=-90, le=90)
    lng: float = Field(ge=-180, le=180)
    accuracy_m: int = Field(default=0, ge=0)
    source: str = "manual"


class Window(Contract):
    """A span of the day on weekdays; an end not after its start passes midnight."""

    days: tuple[Weekday, ...]
    start_min: Minute
    end_min: Minute


class Pay(Contract):
    """Yuan per unit; for a floor `max` equals `min`."""

    min: float = Field(ge=0)
    max: float = Field(ge=0)
    unit: PayUnit
    piece_rate: bool = False


class Stop(Contract):
    """Where an employer's shuttle takes people up: an area, and a point if known."""

    area: AreaCode
    place: Place | None = None


class KnownWay(Contract):
    """What somebody says who knows the way to the work from a village or township.

    `minutes` one way; None: by this mode there is none, as where a river has no bridge.
    Of a bus: `first_min` the first arrival, `last_min` the last departure back.
    """

    from_area: AreaCode
    mode: Mode
    minutes: int | None = Field(ge=0, le=1440)
    first_min: Minute | None = None
    last_min: Minute | None = None
    source: WaySource = "officer"
