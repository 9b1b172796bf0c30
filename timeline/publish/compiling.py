"""Know how the fixed words of a template are translated once, while it is compiled; refuse to know what they say.

A page of an event has two dozen of them, and asking for each costs a call through three layers of Jinja. Loaded only
where a template is: it needs Jinja.
"""

from __future__ import annotations

from gettext import NullTranslations

from jinja2 import Environment, FileSystemBytecodeCache, nodes
from jinja2.visitor import NodeTransformer

_FORM = "1"  # of compiled templates; another one wherever the same template gives other code
_CALLS = ("_", "gettext")


class Wording(Environment):
    """Compiles templates for one language."""

    def __init__(self, translations: NullTranslations, **options: object) -> None:
        super().__init__(extensions=["jinja2.ext.i18n"], **options)  # type: ignore[arg-type]
        self.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
        self._translator = _Translator(translations)

    def _generate(self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:
        return super()._generate(self._translator.visit(source), name, filename, defer_init)


class _Translator(NodeTransformer):
    def __init__(self, translations: NullTranslations) -> None:
        self._translations = translations

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's way to say what it visits
        self.generic_visit(node)
        match node:
            case nodes.Call(node=nodes.Name(name=name), args=[nodes.Const(value=str(message))], kwargs=[], dyn_args=None, dyn_kwargs=None) if name in _CALLS:
                try:
                    said = self._translations.gettext(message) % {}  # as Jinja does when it is asked, for the sake of "%%"
                except (KeyError, ValueError, TypeError):
                    return node  # to fail where it is said, as a fault of the template
                return nodes.MarkSafeIfAutoescape(nodes.Const(said), lineno=node.lineno)
        return node


def compiled_before(folder: str, language: str) -> FileSystemBytecodeCache:
    """Give a cache of compiled templates; those of one language are none of another's."""
    return FileSystemBytecodeCache(folder, f"{_FORM}{language}-%s.cache")
