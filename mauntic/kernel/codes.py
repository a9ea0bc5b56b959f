"""Labels of codes, such as `PRICING_PAGE`, for pages of contexts that do not know who defines them.

The context that defines a kind of codes registers their labels; others ask for them by kind. Pure Python:
rules may use it.
"""

import re
from collections.abc import Callable, Iterable

_WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_.:]+")

_readers: dict[str, Callable[[str], str]] = {}


def name_codes(kind: str, read: Callable[[str], str]) -> None:
    """Register the labels of a kind of codes.

    Args:
        kind: such as `signalType`; keys of facts whose values are these codes are the same word.
        read: returns the label of a code, in the language of the reader; empty if it does not know the code.
    """
    _readers[kind] = read


def has_labels(kind: str) -> bool:
    """Return whether the labels of this kind of codes are registered."""
    return kind in _readers


def code_words(kind: str, code: str) -> str:
    """Return the label of a code; of an unknown one its own words: `PRICING_PAGE` is "Pricing page".

    Args:
        kind: as in `name_codes`.
        code: the stored code.
    """
    read = _readers.get(kind)
    return (read(code) if read else "") or _WORD_BREAK.sub(" ", code).strip().lower().capitalize()


def choices_text(choices: Iterable[tuple[str, object]]) -> str:
    """Return the choices of a refusal: "Rep (rep), C-level (c_level)".

    People read the label, and programs need the code.

    Args:
        choices: codes with their labels, as `Choices.choices` of Django has them. Empty codes are left out.
    """
    return ", ".join(f"{label} ({code})" for code, label in choices if code)


def codes_text(kind: str, codes: Iterable[str]) -> str:
    """Return the choices of a refusal, with labels by kind.

    Args:
        kind: as in `name_codes`.
        codes: the stored codes.
    """
    return choices_text((code, code_words(kind, code)) for code in codes)
