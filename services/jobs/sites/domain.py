"""Where a site lies: one point on WGS-84, whichever map it was picked on."""

from dataclasses import dataclass

from common.contracts.values import AreaCode
from common.contracts.values import Place
from common.intake.datum import Datum
from common.intake.datum import on_wgs84


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A place where an employer's work is done; its point is on WGS-84."""

    name: str
    address: str
    area: AreaCode
    place: Place | None
    accommodations: tuple[str, ...]


def moved_to_wgs84(place: Place, datum: Datum) -> Place:
    """The same spot on WGS-84, to a centimetre (seven decimals)."""
    lat, lng = on_wgs84((place.lat, place.lng), datum)
    return place.model_copy(update={"lat": round(lat, 7), "lng": round(lng, 7)})
