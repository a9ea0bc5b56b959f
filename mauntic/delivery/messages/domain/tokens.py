"""Tokens of a text, such as `{{ first_name | there }}`, and the values that replace them.

One renderer for preview and sending. Values are a flat dictionary of texts: nothing of a token is looked up,
called or evaluated. A token without a value takes its fallback, the text behind the bar; without a fallback
the text is not complete, and does not leave.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"\{\{([^{}]{1,200})\}\}")
_BRACES = re.compile(r"(?<=\{)(?=\{)|(?<=\})(?=\})")


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a text: its name, and the fallback if it has one."""

    name: str
    fallback: str | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its tokens replaced.

    Args:
        text: the text; a token without a value stays in it.
        missing: the names of these tokens, in order, each once.
    """

    text: str
    missing: tuple[str, ...] = ()


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text in order, malformed ones as the name that was written."""
    return [_token(found[1]) for found in _TOKEN.finditer(text)]


def unknown_tokens(text: str, known: Iterable[str]) -> list[str]:
    """Return the names in a text that no value exists for, each once, in order; `{{` too if it stays open."""
    names = dict.fromkeys(token.name for token in tokens_of(text))
    rest = _TOKEN.sub("", text)
    unclosed = ["{{"] if "{{" in rest or "}}" in rest else []
    return [name for name in names if name not in set(known)] + unclosed


def fill(text: str, values: Mapping[str, str], *, escape: Callable[[str], str] = str) -> Filled:
    """Replace the tokens of a text.

    Args:
        text: with tokens.
        values: texts by the names of tokens. Blank ones count as missing.
        escape: applied to each value and fallback; for HTML, its escaping.

    Returns: the text, and the names without value or fallback.
    """
    missing: dict[str, None] = {}
    count = 0

    def replaced(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        token = _token(found[1])
        value = values.get(token.name, "").strip() or token.fallback
        if value is None:
            missing[token.name] = None
            return found[0]
        return escape(value)

    filled = _TOKEN.sub(replaced, text)
    if not missing and text.count("{{") > count:
        missing["{{"] = None
    return Filled(filled, tuple(missing))


def literal(text: str) -> str:
    """Return a text that somebody else wrote so that nothing in it is a token: `{{ x }}` as `{ { x } }`.

    Their token would show them what is stored about them, and an unknown one would never be complete.
    """
    return _BRACES.sub(" ", text)


def missing_in(texts: Iterable[Filled]) -> tuple[str, ...]:
    """Return the names without value or fallback in several texts, each name once."""
    return tuple(dict.fromkeys(name for text in texts for name in text.missing))


@lru_cache(maxsize=4_096)
def _token(inside: str) -> Token:
    name, bar, fallback = inside.partition("|")
    return Token(name.strip(), fallback.strip() if bar else None)
