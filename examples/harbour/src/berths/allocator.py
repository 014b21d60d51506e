"""Which boat lies where, and whether there will be water under her."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

CLEARANCE_M = 0.2
LOOK_AHEAD = timedelta(minutes=20)


@dataclass(frozen=True)
class Berth:
    harbour: str
    number: int
    bed_m: float  # height of the bed above chart datum; negative if it never dries
    held_for: str | None = None


def bucket_name(when: datetime) -> str:
    # The name is the UTC hour. An hour on the wall clock comes round twice in October:
    # see incident 2024-10-27-the-tide-that-came-twice.
    return when.astimezone(timezone.utc).strftime("%Y-%m-%dT%HZ")


def water_m(berth: Berth, heights: dict[str, list[float]], when: datetime) -> float:
    """Water in the berth by the table, to the ten minutes before `when`."""
    hour = heights[bucket_name(when)]
    return max(0.0, hour[when.minute // 10] - berth.bed_m)


def allocate(boat: str, draught_m: float, free: list[Berth], heights: dict, now: datetime):
    """The shallowest free berth that floats the boat, so that the deep ones stay free."""
    arrival = now + LOOK_AHEAD
    for berth in sorted(free, key=lambda berth: -berth.bed_m):
        # The doctor's berth stays the doctor's, heron or no heron
        # (2024-10-27-the-tide-that-came-twice).
        if berth.held_for not in (None, boat):
            continue
        if water_m(berth, heights, arrival) >= draught_m + CLEARANCE_M:
            return berth
    return None  # lie off; a person decides
