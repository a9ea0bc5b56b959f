"""Collect the translatable texts of the code and the templates; needs no GNU gettext.

Usage:
  python -m tools.messages                write locale/django.pot (not committed: it is made from the code)
  python -m tools.messages --language de  also create or update locale/de/LC_MESSAGES/django.po and compile it
  python -m tools.messages --check        fail when a text that is to be translated cannot be collected
"""

import argparse
import ast
import io
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

PROJECT = Path(__file__).resolve().parent.parent
FOLDERS = ("mauntic", "lead_intelligence", "scoring", "revops")
TEMPLATES = "templates"
LOCALE = PROJECT / "locale"
COMMENT = "Translators:"
# The arguments of each function that are texts (1 is the first; "c" marks the context).
_PLAIN = {
    "gettext": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
FUNCTIONS = {"_": None} | _PLAIN | {f"{name}_lazy": texts for name, texts in _PLAIN.items()}
# Of a translated name, how many arguments must be literals.
_LITERALS = {
    name: max([1] if texts is None else [each[0] if isinstance(each, tuple) else each for each in texts])
    for name, texts in FUNCTIONS.items()
}
_TRANSLATE = re.compile(r"trans(?:late)?\s+(?P<text>\S+)")


@dataclass(frozen=True, slots=True)
class Text:
    """A translatable text and where it was found; two forms where it has a plural."""

    path: str
    line: int
    message: str | tuple[str, ...]
    comments: tuple[str, ...] = ()
    context: str | None = None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--language", default="")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mauntic.settings")
    django.setup()
    if wrong := list(problems(PROJECT)):
        print("\n".join(wrong))
        return 1
    catalog = collected(PROJECT)
    if not options.check:
        write(catalog, options.language)
    print(f"{len(catalog):,} texts are translatable.")
    return 0


def write(catalog: Catalog, language: str) -> None:
    """Write the template of all catalogs, and the one of a language."""
    LOCALE.mkdir(exist_ok=True)
    with (LOCALE / "django.pot").open("wb") as file:
        write_po(file, catalog, sort_by_file=True)
    if not language:
        return
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    before = read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(language)
    before.update(catalog)
    with path.open("wb") as file:
        write_po(file, before, sort_by_file=True, include_previous=True)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, before)


def collected(project: Path) -> Catalog:
    """Return every translatable text of the project."""
    catalog = Catalog(project="Mauntic", charset="utf-8", domain="django")
    for text in texts(project):
        flags = ["python-brace-format"] if re.search(r"{\w", str(text.message)) else []
        catalog.add(
            text.message,
            locations=[(text.path, text.line)],
            auto_comments=text.comments,
            context=text.context,
            flags=flags,
        )
    return catalog


def texts(project: Path) -> Iterator[Text]:
    """Yield the texts of all files, in the order of the files."""
    for path in python_files(project):
        yield from _extracted(path, path.read_text(encoding="utf-8"), project, "python")
    for path in template_files(project):
        source = path.read_text(encoding="utf-8")
        if path.suffix == ".jinja":
            yield from _extracted(path, source, project, "jinja2.ext:babel_extract")
        else:
            # What is around the texts is blanked out; its indentation would be no Python.
            code = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).split("\n"))
            yield from _extracted(path, code, project, "python")


def _extracted(path: Path, code: str, project: Path, method: str) -> Iterator[Text]:
    source = io.BytesIO(code.encode())
    for line, message, comments, context in extract(
        method, source, FUNCTIONS, [COMMENT], {"encoding": "utf-8"}
    ):
        yield Text(str(path.relative_to(project)), line, message, tuple(comments), context)


def python_files(project: Path) -> list[Path]:
    found = (path for folder in FOLDERS for path in (project / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def template_files(project: Path) -> list[Path]:
    return sorted(path for path in (project / TEMPLATES).rglob("*") if path.is_file())


def problems(project: Path) -> Iterator[str]:
    """Yield `path:line: what is wrong` for each text that is to be translated and cannot be collected."""
    for path in python_files(project):
        for line, what in code_problems(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(project)}:{line}: {what}"
    for path in template_files(project):
        if path.suffix != ".jinja":
            for line, what in template_problems(path.read_text(encoding="utf-8")):
                yield f"{path.relative_to(project)}:{line}: {what}"


def code_problems(source: str) -> Iterator[tuple[int, str]]:
    """Yield the calls of translation functions whose texts are no literals."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        name = node.func.id
        if name in _LITERALS and not all(_is_text(each) for each in node.args[: _LITERALS[name]]):
            yield node.lineno, f"{name}() takes texts as literals: fill them in afterwards, with .format()."


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def template_problems(source: str) -> Iterator[tuple[int, str]]:
    """Yield the translation tags of a template that nothing can be collected from."""
    for token in Lexer(source).tokenize():
        found = _TRANSLATE.match(token.contents) if token.token_type == TokenType.BLOCK else None
        if found and found["text"][0] not in "\"'":
            yield token.lineno or 0, "{% translate %} takes a literal: translate the value where it is made."
    try:
        templatize(source)
    except SyntaxError as error:
        yield 0, str(error)


if __name__ == "__main__":
    sys.exit(main())
