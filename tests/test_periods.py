"""Named periods: reading the file, and which one a text means."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from timeline.extract.timex import find_timexes
from timeline.knowledge.periods import load_periods
from timeline.knowledge.temporal import load_temporal
from timeline.model import Article, Passage, Period, Timex
from timeline.text import Span

RULES = load_temporal("en")
CONTENT = Path(__file__).parent.parent / "content" / "periods.yaml"

TWO_MAYORS = """
kinds:
  tenure:
    aliases: ["the {of} tenure", "{of}'s tenure", "the {of} years"]
    relative_aliases: [the last tenure, the current tenure, the next tenure, this tenure]
  vote:
    aliases: ["the {year} vote"]
    relative_aliases: [the last vote, the vote, the next vote, voting day]
periods:
  - {id: grey-tenure, name: Tenure of Ada Grey, kind: tenure, of: Grey, dates: 2004-05-01/2010-05-01, side: town}
  - {id: moss-tenure-1, name: First tenure of Ben Moss, kind: tenure, of: Moss, dates: 2010-05-01/2016-05-01, aliases: [the first Moss tenure]}
  - {id: moss-tenure-2, name: Second tenure of Ben Moss, kind: tenure, of: Moss, dates: 2020-05-01/2026-05-01, note: As elected.}
  - {id: vote-2010, kind: vote, dates: 2010-04-10}
  - {id: vote-2016, kind: vote, dates: 2016-04-11}
  - {id: flood, name: The flood, dates: 2013-06~/.., aliases: [the great flood, under water]}
"""


def load(text: str, tmp_path: Path) -> tuple[dict[str, Period], list[str]]:
    path = tmp_path / "content" / "periods.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    periods, found = load_periods(path, tmp_path)
    return periods, [f"{d.location.path}:{d.location.line}:{d.location.column} {d.slug}" for d in found]


def read(text: str, dct: str, periods: dict[str, Period]) -> tuple[Timex, ...]:
    when = date.fromisoformat(dct) if dct else None
    return find_timexes(Article("a", "a.txt", "text/plain", text, (Passage("paragraph", Span(0, len(text))),), "", document_creation_time=when), RULES, periods)


# --- the file --------------------------------------------------------------------------------------------


def test_a_kind_names_all_its_periods(tmp_path: Path) -> None:
    periods, found = load(TWO_MAYORS, tmp_path)
    assert found == []
    assert list(periods) == ["grey-tenure", "moss-tenure-1", "moss-tenure-2", "vote-2010", "vote-2016", "flood"]
    moss = periods["moss-tenure-1"]
    assert moss.aliases == ("the Moss tenure", "Moss's tenure", "the Moss years", "the first Moss tenure")
    assert moss.relative_aliases[0] == "the last tenure"
    assert periods["vote-2016"].aliases == ("the 2016 vote",)
    assert periods["vote-2016"].name == "vote-2016"
    assert (periods["grey-tenure"].side, periods["moss-tenure-2"].note) == ("town", "As elected.")


def test_a_missing_file_gives_no_periods(tmp_path: Path) -> None:
    assert load_periods(tmp_path / "periods.yaml", tmp_path) == ({}, [])


def test_every_fault_has_its_place_and_the_rest_is_read(tmp_path: Path) -> None:
    text = """
periods:
  - {id: a, dates: 2010-13}
  - {id: b, dates: 2010}
  - {id: b, dates: 2011}
  - {id: Not An Id, dates: 2012}
  - {name: nameless, dates: 2012}
  - {id: c, dates: 2013, colour: red}
"""
    periods, found = load(text, tmp_path)
    assert list(periods) == ["b", "c"]
    assert sorted(found) == [
        "content/periods.yaml:3:25 bad-date",
        "content/periods.yaml:5:10 duplicate-id",
        "content/periods.yaml:6:10 bad-id",
        "content/periods.yaml:7:5 missing-field",
        "content/periods.yaml:8:26 unknown-field",
    ]


@pytest.mark.parametrize("text", ["", "periods:", "periods: 3", "- a", "kinds: {x: y}", "periods: [{}]", "[", "kinds: {x: {aliases: [\"{of}\"]}}\nperiods: [{id: a, kind: x, dates: 2010}]"])
def test_a_file_of_another_shape_raises_nothing(text: str, tmp_path: Path) -> None:
    periods, _ = load(text, tmp_path)
    assert all(p.aliases == () for p in periods.values())


def test_the_periods_of_this_project_are_sound() -> None:
    periods, found = load_periods(CONTENT, CONTENT.parent.parent)
    assert found == []
    assert len(periods) >= 137
    assert all(p.side and p.dates.earliest for p in periods.values())


# --- which one a text means -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "dct", "period", "edtf"),
    [
        ("It was closed during the Grey tenure.", "2014-07-16", "grey-tenure", "2004-05-01/2010-05-01"),
        ("It was closed in Grey’s tenure.", "2014-07-16", "", ""),
        ("It was closed in the Grey years.", "2014-07-16", "grey-tenure", "2004-05-01/2010-05-01"),
        ("It was closed during the last tenure.", "2014-07-16", "grey-tenure", "2004-05-01/2010-05-01"),
        ("It was closed during this tenure.", "2014-07-16", "moss-tenure-1", "2010-05-01/2014-07-16"),
        ("It will close after the next tenure.", "2014-07-16", "moss-tenure-2", "2020-05-01/2026-05-01"),
        ("It was closed during the Moss tenure.", "2014-07-16", "moss-tenure-1", "2010-05-01/2014-07-16"),
        ("It was closed during the Moss tenure.", "2018-07-16", "moss-tenure-1", "2010-05-01/2016-05-01"),
        ("It was closed during the Moss tenure.", "2021-07-16", "moss-tenure-2", "2020-05-01/2021-07-16"),
        ("It was closed during the first Moss tenure.", "2021-07-16", "moss-tenure-1", "2010-05-01/2016-05-01"),
        ("It was closed before the last vote.", "2017-07-16", "vote-2016", "2016-04-11"),
        ("It was closed before the vote.", "2012-07-16", "vote-2010", "2010-04-10"),
        ("It closes before the vote.", "2016-03-16", "vote-2016", "2016-04-11"),
        ("It will close after the vote.", "2013-03-16", "vote-2016", "2016-04-11"),
        ("It was closed on voting day.", "2012-07-16", "vote-2010", "2010-04-10"),
        ("It was closed since the great flood.", "2014-07-16", "flood", "2013-06~/2014-07-16"),
        ("It was closed under water.", "2014-07-16", "flood", "2013-06~/2014-07-16"),
    ],
)
def test_the_date_of_the_text_decides(text: str, dct: str, period: str, edtf: str, tmp_path: Path) -> None:
    periods, _ = load(TWO_MAYORS, tmp_path)
    found = [(t.period, str(t.edtf)) for t in read(text, dct, periods)]
    assert found == ([(period, edtf)] if period else [])


@pytest.mark.parametrize("text", ["The Grey tenure ended.", "They served in the Grey tenure.", "A Moss tenure would be worse, during a Moss tenure."])
def test_a_period_that_acts_or_is_acted_on_is_no_time(text: str, tmp_path: Path) -> None:
    periods, _ = load(TWO_MAYORS, tmp_path)
    assert read(text, "2014-07-16", periods) == ()


def test_the_early_weeks_of_a_period_end_with_the_article(tmp_path: Path) -> None:
    periods, _ = load(TWO_MAYORS, tmp_path)
    (found,) = read("It was closed in the early weeks of the Moss tenure.", "2010-05-20", periods)
    assert (found.text, found.mod, found.period) == ("the early weeks of the Moss tenure", "START", "moss-tenure-1")
    assert str(found.edtf) == "2010-05-01/2010-05-20"
    (later,) = read("It was closed in the early weeks of the Moss tenure.", "2012-05-20", periods)
    assert str(later.edtf) == "2010-05-01/2010-06-11"


def test_the_last_days_of_a_period_end_with_it(tmp_path: Path) -> None:
    periods, _ = load(TWO_MAYORS, tmp_path)
    (found,) = read("It was closed in the waning days of the Grey tenure.", "2012-05-20", periods)
    assert (found.mod, str(found.edtf)) == ("END", "2010-04-26/2010-05-01")


def test_without_a_date_of_the_text_a_shared_name_stays_open(tmp_path: Path) -> None:
    periods, _ = load(TWO_MAYORS, tmp_path)
    (found,) = read("It was closed during the Moss tenure.", "", periods)
    assert (found.value, found.edtf, found.period) == ("", None, "")
    assert found.reason
