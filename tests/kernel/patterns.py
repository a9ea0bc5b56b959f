"""Every regular expression of the product, and texts that are made to slow each of them down."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from re import _constants as kinds  # type: ignore[attr-defined] # the parser that `re` itself uses
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("mauntic", "lead_intelligence", "scoring", "revops")
CALLS = frozenset({"search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"})
GENERIC = (
    "1",
    "a",
    "A",
    " ",
    "-",
    "1-",
    "1,",
    "1 ",
    "a ",
    "a.",
    "/",
    "\\",
    "@",
    ".",
    "\n",
    "\t",
    "é",
    "0" * 3,
)
REPEATS = (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT)
MISFIT = "\x01"


def patterns() -> dict[str, re.Pattern[Any]]:
    """Return the compiled patterns of all modules and those that a call names in the code, by their place."""
    found: dict[re.Pattern[Any], str] = {}
    for module in modules():
        for name, value in vars(module).items():
            for number, pattern in enumerate(_compiled_in(value)):
                found.setdefault(pattern, f"{module.__name__}.{name}.{number}")
        for place, pattern in _called_in(module).items():
            found.setdefault(pattern, place)
    return {place: pattern for pattern, place in found.items()}


def hostile_texts(pattern: re.Pattern[Any], length: int) -> Iterator[str | bytes]:
    """Texts of `length` that repeat what the pattern repeats, with what does not fit behind it or around it.

    A pattern for either end of a text fits the start of a text of blanks, and is slow on those within one.
    """
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE if _is_bytes(pattern) else pattern.flags)
    whole = _sample(tree)
    pieces = {*GENERIC, whole, *_pieces(tree, "")} - {""}
    for piece in sorted({piece + gap for piece in pieces for gap in ("", " ")}):
        body = piece * (length // len(piece) + 1)
        within = MISFIT + body[: length - 2] + MISFIT
        for text in (body[: length - 1] + MISFIT, within, whole + body, body[: length - len(whole)] + whole):
            cut = text[:length]
            yield cut.encode("latin-1", "replace") if _is_bytes(pattern) else cut


def _is_bytes(pattern: re.Pattern[Any]) -> bool:
    return isinstance(pattern.pattern, bytes)


def modules() -> Iterator[ModuleType]:
    for package in map(importlib.import_module, PACKAGES):
        yield package
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in info.name and not info.name.endswith(
                ("__main__", "asgi", "wsgi", "worker")
            ):
                yield importlib.import_module(info.name)


def _compiled_in(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, type):
        yield from (held for held in vars(value).values() if isinstance(held, re.Pattern))
    elif isinstance(value, dict | list | tuple):
        for held in value.values() if isinstance(value, dict) else value:
            yield from _compiled_in(held)


def _called_in(module: ModuleType) -> dict[str, re.Pattern[Any]]:
    path = Path(str(module.__file__))
    found = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in CALLS
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            found[f"{path.relative_to(ROOT)}:{node.lineno}"] = re.compile(node.args[0].value)
    return found


def _pieces(tree: Any, before: str) -> Iterator[str]:
    """What each repetition repeats, alone, twice over, and with what leads to it."""
    for kind, value in tree:
        own = _sample([(kind, value)])
        if kind in REPEATS:
            body = _sample(value[2])
            yield from (body, before + body, body + before, before + body * 3)
            yield from _pieces(value[2], "")
        elif kind is kinds.SUBPATTERN:
            yield from _pieces(value[3], before)
        elif kind is kinds.BRANCH:
            for branch in value[1]:
                yield _sample(branch)
                yield from _pieces(branch, before)
        before += own


def _sample(tree: Any) -> str:
    return "".join(_sample_of(kind, value) for kind, value in tree)


def _sample_of(kind: Any, value: Any) -> str:
    if kind is kinds.LITERAL:
        return chr(value)
    if kind in REPEATS:
        return _sample(value[2]) * max(value[0], 1)
    if kind is kinds.SUBPATTERN:
        return _sample(value[3])
    if kind is kinds.BRANCH:
        return _sample(value[1][0])
    if kind is kinds.IN:
        return _one_of(value)
    return {kinds.ANY: "a", kinds.NOT_LITERAL: "b"}.get(kind, "")


def _one_of(choices: Any) -> str:
    pattern = {kinds.CATEGORY_DIGIT: "1", kinds.CATEGORY_SPACE: " ", kinds.CATEGORY_WORD: "a"}
    negated = bool(choices) and choices[0][0] is kinds.NEGATE
    if negated:
        return next(letter for letter in "a1 .-/" if not re.match(_class_of(choices), letter))
    kind, value = choices[0]
    if kind is kinds.LITERAL:
        return chr(value)
    return chr(value[0]) if kind is kinds.RANGE else pattern.get(value, "~")


def _class_of(choices: Any) -> str:
    literal = [re.escape(chr(value)) for kind, value in choices if kind is kinds.LITERAL]
    return f"[{''.join(literal)}]" if literal else r"(?!)"
