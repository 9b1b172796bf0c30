"""Dates that a person types: read in their own precision, or refused with a reason."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.edtf import Edtf, EdtfFault
from timeline.typed import read_typed

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2025-03", "2025-03"),
        ("[..2025-03-03]", "[..2025-03-03]"),
        ("3 March 2025", "2025-03-03"),
        ("March 3, 2025", "2025-03-03"),
        ("March 2025", "2025-03"),
        ("yesterday", "2026-11-23"),
        ("last Friday", "2026-11-20"),
        ("3 days ago", "2026-11-21"),
        ("25/12/2024", "2024-12-25"),
        ("12 December", "2025-12-12"),
    ],
)
def test_a_date_keeps_the_precision_that_was_typed(text: str, edtf: str) -> None:
    found = read_typed(text, today=TODAY)
    assert isinstance(found, Edtf), found
    assert found.text == edtf


def test_numbers_that_could_be_read_both_ways_are_refused() -> None:
    found = read_typed("03/04/2025", today=TODAY)
    assert isinstance(found, EdtfFault)
    assert found.reason == "`03/04/2025` could be two different days"


@pytest.mark.parametrize("text", ["soon", "", "2025-02-30", "the harbour"])
def test_what_is_no_date_is_refused(text: str) -> None:
    assert isinstance(read_typed(text, today=TODAY), EdtfFault)
