"""Know which reader turns the slots of a match into a TIMEX3 value and an EDTF date, for each `means` of the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from timeline.extract.normalize_clock import (
    read_clock,
    read_daypart,
)
from timeline.extract.normalize_context import Context
from timeline.extract.normalize_days import (
    read_calendar,
    read_day_of_month,
    read_day_range,
    read_figures,
    read_holiday,
    read_nth_weekday,
    read_shifted_weekday,
    read_weekday_of_week,
)
from timeline.extract.normalize_lengths import (
    read_duration,
    read_fixed,
    read_recurring,
)
from timeline.extract.normalize_longer import (
    read_bare_part,
    read_century,
    read_decade,
    read_era,
    read_fiscal,
    read_part_of,
    read_within,
    read_year_span,
)
from timeline.extract.normalize_meaning import Asked, Meaning
from timeline.extract.normalize_periods import (
    read_period,
)
from timeline.extract.normalize_positions import (
    read_about,
    read_edge_units,
    read_position,
)
from timeline.extract.normalize_relative import (
    read_before_last,
    read_compared,
    read_definite,
    read_deictic,
    read_distance,
    read_following,
    read_recent_span,
    read_remainder,
    read_same_unit,
    read_same_within,
    read_shifted,
    read_that_part,
    read_unit_end,
    read_week_of,
    read_year_back,
)
from timeline.extract.timex_match import Match

Reader = Callable[[Asked], Meaning | None]
READERS: Mapping[str, Reader] = {
    "calendar": read_calendar,
    "figures": read_figures,
    "day_of_month": read_day_of_month,
    "day_range": read_day_range,
    "holiday": read_holiday,
    "nth_weekday": read_nth_weekday,
    "shifted_weekday": read_shifted_weekday,
    "weekday_of_week": read_weekday_of_week,
    "deictic": read_deictic,
    "year_span": read_year_span,
    "era": read_era,
    "fiscal": read_fiscal,
    "decade": read_decade,
    "century": read_century,
    "part_of": read_part_of,
    "bare_part": read_bare_part,
    "within": read_within,
    "shifted": read_shifted,
    "recent_span": read_recent_span,
    "distance": read_distance,
    "compared": read_compared,
    "week_of": read_week_of,
    "before_last": read_before_last,
    "remainder": read_remainder,
    "unit_end": read_unit_end,
    "definite": read_definite,
    "same_unit": read_same_unit,
    "same_within": read_same_within,
    "that_part": read_that_part,
    "following": read_following,
    "year_back": read_year_back,
    "duration": read_duration,
    "recurring": read_recurring,
    "fixed": read_fixed,
    "clock": read_clock,
    "daypart": read_daypart,
    "position": read_position,
    "about": read_about,
    "edge_units": read_edge_units,
    "period": read_period,
}


def resolve(match: Match, context: Context) -> Meaning | None:
    """Give the meaning of a match, or none where it is no time after all."""
    inner = resolve(match.inner, context) if match.inner else None
    if match.inner and inner is None:
        return None
    try:
        meaning = READERS[match.rule.means](Asked(match, context, inner))
    except OverflowError:
        return Meaning("", reason="it lies outside the years 1 to 9999")
    approx = str(match.slots.get("approx", ""))
    return meaning._replace(mod=approx) if meaning and approx else meaning
