"""Know how a template is compiled for one language, to code that does little while it prints; refuse to know what it says.

A page of an event has two dozen words of the interface, and asking for each costs a call through three layers of
Jinja: they are translated while the template is compiled. It has a hundred values, and pictures have more, most of
them with no character that HTML knows: these are printed as they are. Loaded only where a template is: it needs Jinja.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from gettext import NullTranslations
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import escape

_FORM = "2"  # of compiled templates; another one wherever the same template gives other code
_CALLS = ("_", "gettext")


_SPECIAL = re.compile("[&<>\"']").search


class _Generator(CodeGenerator):
    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.printed(")  # and not `escape(`
        else:
            super()._output_child_pre(node, frame, finalize)


class Wording(Environment):
    """Compiles templates for one language."""

    code_generator_class = _Generator

    def __init__(self, translations: NullTranslations, **options: object) -> None:
        super().__init__(extensions=["jinja2.ext.i18n"], **options)  # type: ignore[arg-type]
        self.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
        self._translator = _Translator(translations)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give what all templates know as one dictionary: each page copies it, and Jinja's chain of two copies slowly."""
        return {**self.globals, **(d or {})}

    @staticmethod
    def printed(value: object) -> str:
        """Escape a value as it is printed; most are strings that need nothing."""
        return value if type(value) is str and not _SPECIAL(value) else escape(value)

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
