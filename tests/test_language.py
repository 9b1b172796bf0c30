"""The language of a site: dates at their true precision, plurals, numbers, direction; and a catalogue without gaps."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from support import EVENT, REPOSITORY

from timeline.edtf import known, words
from timeline.project import build
from timeline.publish.language import catalogue_of, language_of


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2025-03-03", "3 марта 2025 г."),
        ("2025-03", "март 2025 г."),
        ("2025", "2025"),
        ("201X", "2010-е годы"),
        ("2011-24", "зима 2011 г."),
        ("2011-21~", "около весны 2011 г."),
        ("[..2025-03-03]", "не позднее 3 марта 2025 г."),
        ("[..2025-03]", "не позднее марта 2025 г."),
        ("[2025-01-20..2025-03-03]", "в промежутке 20 января 2025 г. – 3 марта 2025 г."),
        ("2024-03/..", "с марта 2024 г."),
        ("2024/", "с 2024, конец не известен"),
        ("2016-03%", "около марта 2016 г. (точно не известно)"),
        ("[2016,2018]", "2016 или 2018"),
        ("2025-03-03T14:30Z", "3 марта 2025 г., 14:30 UTC"),
    ],
)
def test_a_date_keeps_its_precision_in_russian(tmp_path: Path, edtf: str, said: str) -> None:
    spoken = language_of("ru", tmp_path).words(known(edtf))
    assert spoken.replace("\u202f", " ") == said  # CLDR keeps a year and its "г." on one line


def test_english_needs_no_catalogue(tmp_path: Path) -> None:
    english = language_of("en-GB", tmp_path)
    assert english.words(known("[..2025-03-03]")) == words(known("[..2025-03-03]"))
    assert (english.number(12345), english.month(5), english.direction) == ("12,345", "May", "ltr")


def test_numbers_and_plurals_are_those_of_the_language(tmp_path: Path) -> None:
    russian = language_of("ru-RU", tmp_path)
    assert russian.number(12345) == "12\u00a0345"
    assert russian.month(5) == "май"


def test_a_language_without_a_catalogue_keeps_its_direction(tmp_path: Path) -> None:
    assert language_of("ar", tmp_path).direction == "rtl"
    assert language_of("xx-unknown", tmp_path).direction == "ltr"


def test_a_project_brings_a_language_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "de.po").write_text('msgid "by %(date)s"\nmsgstr "bis %(date)s"\n', "utf-8")
    assert language_of("de-AT", tmp_path).words(known("[..2025-03-03]")) == "bis 3. März 2025"


@pytest.mark.parametrize("code", ["../../secret", "ru/../x", "", "ru.po"])
def test_a_code_that_is_none_reads_no_file(tmp_path: Path, code: str) -> None:
    assert catalogue_of(code, tmp_path) is None


# --- the catalogues that come with the program ----------------------------------------------------------

LOCALE = REPOSITORY / "timeline" / "locale"


def messages() -> set[tuple[str, ...]]:
    """Give every message of the templates and of the code, each with its plural where it has one; and the labels of types."""
    found = extract_from_dir(str(REPOSITORY), method_map=MAPPING, options_map=OPTIONS, keywords={**DEFAULT_KEYWORDS, "_Phrase": None, "text": None})
    said = {tuple(m) if isinstance(m, (tuple, list)) else (m,) for _, _, m, _, _ in found}
    return said | {(str(of["label"]),) for of in yaml.safe_load((REPOSITORY / "timeline/data/types.yaml").read_text("utf-8"))["types"]}


def places(message: str) -> set[str]:
    """Give what a message leaves open."""
    return set(re.findall(r"%\(\w+\)s|\{\w+\}", message))


MAPPING, OPTIONS = parse_mapping_cfg((LOCALE / "babel.cfg").open("r", encoding="utf-8"))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("path", sorted(LOCALE.glob("*.po")), ids=lambda p: p.stem)
def test_a_catalogue_has_every_word_of_the_interface(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem)
    lacking = []
    for message in messages():
        told = catalogue.get(message[0])
        forms = told.string if told and isinstance(told.string, tuple) else (told.string if told else "",)
        whole = told and not told.fuzzy and all(forms) and len(forms) == (catalogue.num_plurals if len(message) > 1 else 1)
        if not whole or any(places(str(form)) - places(" ".join(message)) for form in forms):
            lacking.append(message)
    assert lacking == []


def test_a_changed_catalogue_reaches_the_feed(project_at: Callable[[Mapping[str, str]], Path]) -> None:
    root = project_at({"timeline.toml": 'language = "de"\n', "content/events/a.md": EVENT.replace("2011-05-04", '"[..2011-05-04]"')})
    for said in ("bis", "spätestens"):
        (root / "locale").mkdir(exist_ok=True)
        (root / "locale" / "de.po").write_text(f'msgid "by %(date)s"\nmsgstr "{said} %(date)s"\n', "utf-8")
        build(root)
        assert f"{said} 4. Mai 2011" in (root / "site" / "feeds" / "atom.xml").read_text("utf-8")


def test_a_russian_site_speaks_russian(project_at: Callable[[Mapping[str, str]], Path]) -> None:
    root = project_at({"content/events/a.md": EVENT})
    settings = root / "timeline.toml"
    settings.write_text(f'language = "ru"\n{settings.read_text("utf-8") if settings.exists() else ""}', "utf-8")
    build(root)
    home = (root / "site" / "index.html").read_text("utf-8")
    event = (root / "site" / "events" / "a.html").read_text("utf-8")
    assert '<html lang="ru" dir="ltr">' in home
    assert "4 мая 2011" in event
    assert "Действовали" in event
    written = r"<p class=\"summary\">.*?</p>|Harbour.*?patrols|Harbour Ministry"  # by editors, who write in their own language
    said = re.sub(rf"{written}|<(script|style)\b.*?</\1>|<[^>]*>", " ", home, flags=re.DOTALL)
    assert set(re.findall(r"[A-Za-z]{4,}", said)) <= {"Timeline"}, "words of the interface that are not translated"
