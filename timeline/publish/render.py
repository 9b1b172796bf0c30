"""Know how a template and a Markdown body become safe HTML; refuse to know what a page says."""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline.bodies import MAX_BRACKETS, MAX_QUOTE_DEPTH, is_safe_url
from timeline.diagnostics import Diagnostic, Location
from timeline.publish.language import Language
from timeline.publish.outputs import digest

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment
    from markdown import Markdown
    from markupsafe import Markup

MAX_BODY = 256 * 1024  # characters; what an event file may hold in bytes


class TemplateFault(Exception):  # noqa: N818 - "fault" is the house's word for it
    """A page could not be rendered; `diagnostic` says in which template, on which line and for what."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


# --- templates -----------------------------------------------------------------------------------


def default_templates() -> Path:
    """Give the folder of the templates that come with the program: in an installed package, else in its source tree."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


class Templates:
    """The templates of a site: a project's own folders first, the program's last."""

    def __init__(self, folders: tuple[Path, ...], root: Path, language: Language) -> None:
        self._folders = folders
        self._root = root
        self._language = language
        self._fragments: dict[tuple[Hashable, ...], Markup] = {}
        self.files = _read_all(folders)
        self.digest = digest(*(part for name, raw in sorted(self.files.items()) for part in (name, raw.decode("utf-8", "replace"))))

    def render(self, name: str, about: str, values: Mapping[str, Any]) -> Markup:
        """Render a template; `about` says for people what the page is of."""
        from jinja2 import TemplateError
        from markupsafe import Markup

        try:
            template = _environment(self._folders, self.digest, self._language).get_template(name)
            return Markup(template.render(values, fragment=self._fragment))  # noqa: S704 - escaped by Jinja
        except TemplateError as fault:
            raise TemplateFault(self._diagnostic(name, about, fault)) from fault
        except Exception as fault:
            # What a template calls may fail in any way; a failure outside of all templates is a bug of ours.
            if self._line_in_template(fault) is None:
                raise
            raise TemplateFault(self._diagnostic(name, about, fault)) from fault

    def _fragment(self, name: str, *values: Hashable) -> Markup:
        """Give what the macro `piece` of a template makes of values; an event that ten lists hold is rendered once."""
        key = (name, *values)
        if key not in self._fragments:
            template = _environment(self._folders, self.digest, self._language).get_template(name)
            self._fragments[key] = template.module.piece(*values)  # type: ignore[attr-defined]
        return self._fragments[key]

    def _diagnostic(self, name: str, about: str, fault: Exception) -> Diagnostic:
        from jinja2 import TemplateNotFound, TemplateSyntaxError

        path, line = self._line_in_template(fault) or (self._find(name), 1)
        if isinstance(fault, TemplateSyntaxError):
            path, line = self._find(fault.name or name), fault.lineno
        reason = f"there is no template `{fault.message}`" if isinstance(fault, TemplateNotFound) else str(fault) or type(fault).__name__
        return Diagnostic("template-error", f"{about} cannot be rendered: {reason}", Location(self._shown(path), line))

    def _line_in_template(self, fault: BaseException) -> tuple[Path, int] | None:
        """Give the innermost place of a template that the fault passed through."""
        place = None
        trace = fault.__traceback__
        while trace is not None:
            path = Path(trace.tb_frame.f_code.co_filename)
            if any(path.is_relative_to(folder) for folder in self._folders):
                place = (path, trace.tb_lineno)
            trace = trace.tb_next
        return place

    def _find(self, name: str) -> Path:
        return next((folder / name for folder in self._folders if (folder / name).is_file()), Path(name))

    def _shown(self, path: Path) -> str:
        if path.is_relative_to(self._root):
            return path.relative_to(self._root).as_posix()
        home = default_templates()
        return f"templates/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else path.as_posix()


def _read_all(folders: Iterable[Path]) -> dict[str, bytes]:
    """Give the bytes of every template and asset by its name; the first folder that has a name wins."""
    found: dict[str, bytes] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and not path.is_symlink():
                found.setdefault(path.relative_to(folder).as_posix(), path.read_bytes())
    return found


@lru_cache(maxsize=2)
def _environment(folders: tuple[Path, ...], version: str, language: Language) -> Environment:
    """Compile a set of templates once in a process; `version` is their digest, so that the preview sees edits."""
    from jinja2 import FileSystemLoader, StrictUndefined

    from timeline.publish.compiling import Wording

    environment = Wording(
        language.translations,
        loader=FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_compiled_before(language),
    )
    environment.filters["visible"] = show_hidden
    environment.filters["thousands"] = language.number
    return environment


def _compiled_before(language: Language) -> BytecodeCache | None:
    """Keep compiled templates in the user's own cache folder: compiling takes longer than rendering a page.

    Never in the project's folder: compiled code that came with a project would be run unread.
    """
    import os

    from timeline.publish.compiling import compiled_before

    base = os.environ.get("XDG_CACHE_HOME") or str(Path("~").expanduser() / ".cache")
    folder = Path(base) / "sourced-timeline" / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return compiled_before(str(folder), language.digest) if os.access(folder, os.W_OK) else None
    except (OSError, RuntimeError):
        return None


# --- hidden characters ---------------------------------------------------------------------------

# Characters that cannot be seen or that turn the text around them: controls, bidirectional marks, zero-width ones.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")


def show_hidden(text: str) -> Markup:
    """Escape a quotation, and put the code of each character that cannot be seen in its place."""
    from markupsafe import Markup

    escaped = html.escape(text, quote=False)
    if _HIDDEN.search(escaped):
        escaped = _HIDDEN.sub(lambda m: f'<span class="hidden-character">[U+{ord(m[0]):04X}]</span>', escaped)
    return Markup(escaped)  # noqa: S704 - escaped on the line above


# --- Markdown ------------------------------------------------------------------------------------

TAGS = frozenset(
    {"a", "abbr", "b", "blockquote", "br", "cite", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "i", "kbd"}
    | {"li", "ol", "p", "pre", "q", "small", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
)
_ATTRIBUTES = {"a": {"href", "title"}, "abbr": {"title"}, "ol": {"start"}, "th": {"scope"}}
_SCHEMES = frozenset({"http", "https", "mailto"})


@lru_cache(maxsize=16384)  # a body stands on its event's page, and in the data files
def render_markdown(text: str) -> Markup:
    """Turn the Markdown of a body into HTML that can do no harm, with headings from h2 on."""
    from markupsafe import Markup

    if _HIDDEN.search(text):
        text = _HIDDEN.sub("", text.replace("\r\n", "\n"))
    plain = _render_plain(text)
    return Markup(_render_any(text) if plain is None else plain)  # noqa: S704 - built of escaped text or cleaned


def plain_text(markup: str, limit: int) -> str:
    """Give the first words of rendered Markdown without its tags, cut at a word."""
    first = str(markup).split("</p>", 1)[0]  # not Markup, which escapes whatever is done with it
    text = " ".join(html.unescape(re.sub(r"<[^<>]{0,4000}>", "", first)).split())
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0].rstrip(",;:.") + "\u2026"


# Most bodies are a few sentences with a link and perhaps an emphasis. Python-Markdown takes a quarter of a millisecond
# for them, as much as the rest of a page; the same bytes come from two substitutions. What holds any other mark of
# Markdown than these goes the whole way, and a test holds that both ways give the same.
_PLAIN_PARAGRAPH = re.compile(
    r"(?!\d{1,9}[.)]\s)\w[\w ,.;:()/'\"%$\u2013\u2014\u2018\u2019\u201c\u201d\u2026-]*"
    r"(?:\n[A-Za-z(\u201c][\w ,.;:()/'\"%$\u2013\u2014\u2018\u2019\u201c\u201d\u2026-]*)*",
    re.ASCII,
)
_PLAIN_TOKEN = re.compile(
    r"(?<![\w*\\!\])])(?:"
    r"\[(?P<words>[A-Za-z0-9][A-Za-z0-9 ,.'-]{0,200})\]"
    r"\((?P<target>#cite-\d{1,4}|https?://[A-Za-z0-9][A-Za-z0-9./?=%+~-]{0,500}|[a-z0-9][a-z0-9-]{0,80}\.html)\)"
    r"|(?P<stars>\*\*?)(?P<stressed>[A-Za-z0-9](?:[A-Za-z0-9 ,'-]{0,200}[A-Za-z0-9])?)(?P=stars)"
    r")(?![\w*(\[])",
    re.ASCII,
)


def _render_plain(text: str) -> str | None:
    """Render a body that is nothing but plain paragraphs, or give none."""
    if len(text) > 8192 or "\t" in text or "\r" in text or "  " in text or "_" in text:
        return None
    done = []
    for paragraph in text.strip("\n").split("\n\n"):
        marked = "*" in paragraph or "[" in paragraph
        bare = _PLAIN_TOKEN.sub("x", paragraph) if marked else paragraph
        if _PLAIN_PARAGRAPH.fullmatch(bare) is None or paragraph[-1] == " ":
            return None
        done.append(f"<p>{_PLAIN_TOKEN.sub(_plain_token, paragraph) if marked else paragraph}</p>")
    return "\n".join(done)


def _plain_token(found: re.Match[str]) -> str:
    if found["stressed"]:
        tag = "strong" if found["stars"] == "**" else "em"
        return f"<{tag}>{found['stressed']}</{tag}>"
    return f'<a href="{found["target"]}">{found["words"]}</a>'


_one_at_a_time = threading.Lock()  # the Markdown instance keeps state; the preview builds in a thread of its own


def _render_any(text: str) -> str:
    import nh3

    if not _is_tame(text):
        return _render_as_is(text)
    try:
        with _one_at_a_time:
            rendered = _markdown().reset().convert(text)
    except RecursionError:
        return _render_as_is(text)
    return nh3.clean(
        _in_order(rendered),
        tags=set(TAGS) | {"h1"},
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_keep_attribute,
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )


@lru_cache(maxsize=1)
def _markdown() -> Markdown:
    from markdown import Markdown
    from markdown.extensions.fenced_code import FencedCodeExtension
    from markdown.extensions.sane_lists import SaneListExtension
    from markdown.extensions.tables import TableExtension

    # By class: a name would be looked for among every package that is installed.
    return Markdown(extensions=[FencedCodeExtension(), SaneListExtension(), TableExtension()], output_format="html")


def _keep_attribute(_tag: str, name: str, value: str) -> str | None:
    return None if name == "href" and not is_safe_url(value) else value


def _is_tame(text: str) -> bool:
    """Tell whether Python-Markdown renders a text in good time.

    It is quadratic in the marks of a block, in the blocks, brackets, code marks and tags of the whole text, and
    recursive in quotations.
    """
    if len(text) > MAX_BODY or any(text.count(mark) > 4 * MAX_BRACKETS for mark in "[`<&"):
        return False
    if text.count("\n") > 20 * MAX_BRACKETS:
        return False
    if not any(text.count(mark) > MAX_BRACKETS for mark in "[*_#>|") and text.count(">") <= MAX_QUOTE_DEPTH:
        return True
    for block in re.split(r"\n[ \t]*\n", text):
        if any(block.count(mark) > MAX_BRACKETS for mark in "[*_#") or block.count("|") > 10 * MAX_BRACKETS:
            return False
        if any(line[: len(line) - len(line.lstrip("> "))].count(">") > MAX_QUOTE_DEPTH for line in block.split("\n")):
            return False
    return True


def _render_as_is(text: str) -> str:
    """Show a text that cannot be rendered as it was written, paragraph by paragraph."""
    blocks = (block.strip() for block in re.split(r"\n[ \t]*\n", text[:MAX_BODY]))
    return "\n".join(f"<p>{html.escape(block, quote=False)}</p>" for block in blocks if block)


_HEADING = re.compile(r"<(/?)h([1-6])>")


def _in_order(rendered: str) -> str:
    """Put the headings below the page's own, none more than one level deeper than the one before."""
    if "<h" not in rendered:
        return rendered
    levels: list[int] = []

    def moved(found: re.Match[str]) -> str:
        if not found[1]:
            before = levels[-1] if levels else 1
            levels.append(min(int(found[2]) + 1, before + 1, 6))
        return f"<{found[1]}h{levels[-1] if levels else 2}>"

    return _HEADING.sub(moved, rendered)
