"""Family pay: the pay a person can reach against the least they accept, per month.

Amounts are compared as exact fractions: fen x 6000 a month, so that hours (weekly
minutes x 433 / 6000) stay whole.
"""

from services.matching.kernel.compiling import compiled
from services.matching.kernel.outcomes import BLOCK
from services.matching.kernel.outcomes import CAUTION
from services.matching.kernel.outcomes import PASS
from services.matching.kernel.outcomes import UNKNOWN
from services.matching.kernel.rows import DAILY
from services.matching.kernel.rows import HOURLY
from services.matching.kernel.rows import MONTHLY
from services.matching.kernel.rows import Row

SCALE = 6000
WEEKS_HUNDREDTHS = 433
DAYS = 26


@compiled
def hours_factor(post: Row, values: Row) -> int:
    """Hours a month of the post x 6000."""
    if post["weekly"] < 0:
        return int(values["month_hours"] * SCALE)
    return int(post["weekly"] * WEEKS_HUNDREDTHS)


@compiled
def unit_factor(unit: int, post: Row, values: Row) -> int:
    """What one unit counts in a month x 6000."""
    if unit == DAILY:
        return DAYS * SCALE
    if unit == HOURLY:
        return hours_factor(post, values)
    return SCALE


@compiled
def amounts(worker: Row, post: Row, values: Row) -> tuple[int, int, int]:
    """(least pay, most pay, floor) per month on one common scale.

    A monthly floor against part-time work is first turned into an hourly one.
    """
    paid = unit_factor(post["pay_unit"], post, values)
    least, most = post["pay_min"] * paid, post["pay_max"] * paid
    part_time = 0 <= post["weekly"] < values["part_time_minutes"]
    if worker["floor_unit"] == MONTHLY and part_time:
        full = values["full_hours"]
        floor = worker["floor"] * hours_factor(post, values)
        return least * full, most * full, floor
    floor = worker["floor"] * unit_factor(worker["floor_unit"], post, values)
    return least, most, floor


@compiled
def paid(worker: Row, post: Row, values: Row) -> tuple[int, int]:
    """(outcome, percent of the floor that the top reaches, floored; -1 unknown)."""
    if worker["floor"] < 0:
        return PASS, -1
    if post["pay_min"] < 0:
        return (PASS if worker["floor"] == 0 else UNKNOWN), -1
    _, top, floor = amounts(worker, post, values)
    if top >= floor:
        return PASS, 100
    percent = 100 * top // floor
    if 100 * top >= values["pay_caution"] * floor:
        return CAUTION, percent
    return (CAUTION if 100 * top >= values["pay_far"] * floor else BLOCK), percent


@compiled
def pay_share(worker: Row, post: Row, values: Row) -> int:
    """Thousandths of the part `pay` by the middle of the range; -1 unknown."""
    if worker["floor"] < 0 or post["pay_min"] < 0:
        return -1
    least, most, floor = amounts(worker, post, values)
    middle, twice = least + most, 2 * floor
    if 2 * middle >= 3 * twice:
        return 1000
    if middle >= twice:
        return (600 * middle + 100 * twice) // twice
    return max(0, (1400 * middle - 700 * twice) // twice)
