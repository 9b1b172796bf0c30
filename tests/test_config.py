"""timeline.toml gives settings, or findings with the line they are about and the default in their stead."""

from __future__ import annotations

from pathlib import Path

import pytest

from timeline.config import Settings, Side, load_settings, parse_settings

ROOT = Path("/project")


def findings(text: str) -> list[tuple[int, str]]:
    return [(d.location.line, d.message) for d in parse_settings(text, ROOT)[1]]


def test_a_missing_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == (Settings(tmp_path), [])


def test_every_setting_is_read() -> None:
    settings, found = parse_settings(
        """
        title = "Harbour inquiry"
        description = "What was decided, and by whom."
        base_url = "https://example.org/harbour"
        language = "en-GB"
        unreviewed = "hide"
        repository = "https://example.org/desk/harbour.git"
        branch = "trunk"
        author = "The desk"
        license = "CC0 1.0"
        license_url = "https://example.org/cc0"
        annotators = ["spacy"]
        cards = true
        [sides.north]
        label = "North bank"
        lane = "above"
        color = 3
        [sides.south]
        """,
        ROOT,
    )
    assert found == []
    assert settings == Settings(
        ROOT,
        title="Harbour inquiry",
        description="What was decided, and by whom.",
        base_url="https://example.org/harbour/",
        language="en-GB",
        unreviewed="hide",
        repository="https://example.org/desk/harbour",
        branch="trunk",
        author="The desk",
        license="CC0 1.0",
        license_url="https://example.org/cc0",
        sides=(Side("north", "North bank", "above", "3"), Side("south", "south", "apart", "1")),
        annotators=("spacy",),
        cards=True,
    )


def test_every_fault_is_reported_on_its_line_and_the_rest_is_used() -> None:
    text = """titel = "x"
author = "The desk"
base_url = "ftp://example.org"

[sides.north]
lane = "over"
label = "North bank"
"""
    assert findings(text) == [
        (1, "`titel` is not a setting"),
        (3, "`base_url` is not a web address"),
        (6, "`lane` is not one of above, below, apart"),
    ]
    settings, _ = parse_settings(text, ROOT)
    assert settings == Settings(ROOT, author="The desk", sides=(Side("north", "North bank"),))


def test_a_misspelled_setting_gets_a_suggestion() -> None:
    (found,) = parse_settings('descripton = "x"', ROOT)[1]
    assert found.help == "did you mean `description`?"


def test_a_fault_under_an_inline_table_is_placed_at_the_table() -> None:
    assert findings('author = "x"\nsides.north = {lane = "over"}\n') == [(2, "`lane` is not one of above, below, apart")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('title = "x"\nauthor = ', 2),
        ('title = "x"\nthis is no setting\n', 2),
        ('title = "x"\n\nsides = [\n', 3),
        ("a = " + "[" * 20_000, 1),
        ("\x00", 1),
    ],
)
def test_a_file_that_is_no_toml_gives_one_finding_with_its_line(text: str, line: int) -> None:
    settings, found = parse_settings(text, ROOT)
    assert [(d.slug, d.location.line) for d in found] == [("bad-config", line)]
    assert settings == Settings(ROOT)


@pytest.mark.parametrize(
    "line",
    [
        'title = "a\\u202Eb"',
        "title = 3",
        'language = ""',
        'language = "english language"',
        'branch = "../x"',
        'base_url = "https://example.org/?a"',
        'base_url = "https://"',
        'repository = "javascript:alert(1)"',
        'license_url = "//example.org"',
        "annotators = [1]",
        'cards = "yes"',
        "sides = 3",
        "[sides.'x y']",
        'sides.a.color = "red; }"',
        "sides.a.color = true",
    ],
)
def test_a_value_that_could_do_harm_is_refused(line: str) -> None:
    assert [d.slug for d in parse_settings(line, ROOT)[1]] == ["bad-config"]


def test_a_link_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text('title = "x"')
    (tmp_path / "timeline.toml").symlink_to(tmp_path / "elsewhere")
    settings, found = load_settings(tmp_path)
    assert settings == Settings(tmp_path)
    assert [d.slug for d in found] == ["symlink-refused"]


def test_a_byte_that_is_not_utf8_is_placed(tmp_path: Path) -> None:
    (tmp_path / "timeline.toml").write_bytes(b'author = "x"\ntitle = "\xe9"\n')
    assert [(d.slug, d.location.line) for d in load_settings(tmp_path)[1]] == [("bad-config", 2)]


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    (tmp_path / "timeline.toml").write_bytes(b'\xef\xbb\xbftitle = "x"\r\nauthor = "y"\r\n')
    assert load_settings(tmp_path) == (Settings(tmp_path, title="x", author="y"), [])


def test_the_settings_of_this_project_are_sound() -> None:
    settings, found = load_settings(Path(__file__).parent.parent)
    assert found == []
    assert [(side.id, side.lane) for side in settings.sides] == [("us", "above"), ("russia", "below"), ("other", "apart")]
