"""Know how to read a date that a person types: EDTF first, else what dateparser makes of it, no sharper than it was typed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from timeline.edtf import Edtf, EdtfFault, known, parse


def read_typed(text: str, *, today: date, language: str = "en") -> Edtf | EdtfFault:
    """Read "2025-03", "3 March 2025" or "last Friday". Numbers that could be day and month either way are refused.

    Past dates are preferred, as events have happened; `period` of dateparser says how much of the date was typed.
    """
    found = parse(text)
    if isinstance(found, Edtf):
        return found
    settings = {
        "RELATIVE_BASE": datetime(today.year, today.month, today.day),  # noqa: DTZ001 - a calendar day, no moment
        "PREFER_DATES_FROM": "past",
        "RETURN_AS_TIMEZONE_AWARE": False,
        "STRICT_PARSING": False,
    }
    orders = {_read(text, {**settings, "DATE_ORDER": order}, language) for order in ("DMY", "MDY")}
    if len(orders) > 1:
        return EdtfFault(f"`{text}` could be two different days", "write it as 2025-03-04, or with the month as a word", 0, len(text))
    made = orders.pop()
    return known(made) if made else found


def _read(text: str, settings: dict[str, object], language: str) -> str:
    from dateparser.date import DateDataParser  # 90 ms; only where somebody typed no EDTF

    data = DateDataParser(languages=sorted({language, "en"}), settings=settings).get_date_data(text)
    if data.date_obj is None:
        return ""
    day: date = data.date_obj.date()
    if data.period == "year":
        return f"{day:%Y}"
    if data.period == "month":
        return f"{day:%Y-%m}"
    if data.period == "week":
        monday = day - timedelta(days=day.weekday())
        return f"[{monday}..{monday + timedelta(days=6)}]"
    return day.isoformat()
