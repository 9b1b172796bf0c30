"""Know how long and how often, and the times that no calendar shows; none of them is a date."""

from __future__ import annotations

from collections.abc import Mapping

from timeline.extract.normalize_meaning import Asked, Meaning
from timeline.knowledge.temporal_patterns import Value


def length(amount: Value, unit: str) -> str:
    """Write a duration as TIMEX3 does: P3Y, PT30M, P2.5Y, PXW."""
    amount, unit = _LESS_THAN_ONE.get((amount, unit), (amount, unit))
    if unit == "FN":
        amount, unit = (amount * 2 if isinstance(amount, int) else amount), "W"
    written = f"{amount:g}" if isinstance(amount, float) else str(amount)
    clock = {"H": "H", "MIN": "M", "S": "S"}.get(unit)
    return f"PT{written}{clock}" if clock else f"P{written}{unit}"


_LESS_THAN_ONE: Mapping[tuple[Value, str], tuple[Value, str]] = {
    (0.5, "H"): (30, "MIN"), (0.5, "Y"): (6, "M"), (0.5, "DE"): (5, "Y"), (0.5, "CE"): (50, "Y"), (0.5, "D"): (12, "H"), (0.5, "MIN"): (30, "S"),
}  # fmt: skip


def unit_and_amount(slots: Mapping[str, Value]) -> tuple[str, Value]:
    """Read the unit and the amount, of a word that holds both as well ("half-hour")."""
    if "half_unit" in slots:
        written = str(slots["half_unit"])
        return written.rstrip("0123456789"), int(written.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    unit = str(slots.get("unit", slots.get("units", slots.get("vague_units", ""))))
    return unit, slots.get("amount", 1)


def read_duration(asked: Asked) -> Meaning | None:
    slots = asked.slots
    if "unit_long" in slots:
        unit = str(slots["unit_long"])
        return Meaning(length("X", unit[1:]) if unit[0] == "X" else length(1, unit))
    unit, amount = unit_and_amount(slots)
    if "half" in slots and isinstance(amount, int):
        amount += float(slots["half"])
    value = length(amount, unit)
    if "more_amount" in slots:
        more = length(slots["more_amount"], str(slots["more_unit"]))
        value += more[1:] if not value.startswith("PT") else more[2:]
    return Meaning(value)


def read_recurring(asked: Asked) -> Meaning:
    slots = asked.slots
    if "weekday" in slots:
        return Meaning(f"XXXX-WXX-{slots['weekday']}")
    if "month" in slots:
        return Meaning(f"XXXX-{int(slots['month']):02}")
    if "season" in slots:
        return Meaning(f"XXXX-{slots['season']}")
    if "daypart" in slots:
        return Meaning(f"XXXX-XX-XXT{slots['daypart']}")
    if "frequency" in slots:
        written = str(slots["frequency"])
        return Meaning(length(int(written[1:]) if written[1:].isdigit() else 1, written.rstrip("0123456789")))
    unit, amount = unit_and_amount(slots)
    return Meaning(length(amount, unit))


def read_fixed(asked: Asked) -> Meaning:
    return Meaning(str(asked.slots["value"]))
