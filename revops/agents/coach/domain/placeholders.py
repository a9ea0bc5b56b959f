"""Placeholders that nobody filled."""

import re
from collections.abc import Iterator

from mauntic.kernel.translation import gettext as _
from revops.agents.coach.domain.findings import Draft, Finding, Part, Rule, Severity
from revops.agents.coach.domain.places import Place

_TOKEN = re.compile(r"\{\{\s*(?P<name>[^{}|]*?)\s*(?:\|[^{}]*)?\}\}")
_OPEN = re.compile(
    r"\{\{|\}\}"
    r"|\[(?=[^\]\n]{2,40}\](?!\())[A-Za-z][^\]\n]*\]"  # [Company]
    r"|<(?:first|last|full|your|my|company|name|title|date|insert)[^>\n]{0,30}>"
    r"|\{(?:first|last|full|company|name|title|sender)[ _a-z]{0,20}\}"
    r"|%(?:first|last|full|company|name|title)[_a-z]{0,20}%"
    r"|\b(?:XX+|TBD|TODO|FIXME|lorem ipsum)\b",
    re.IGNORECASE,
)
_NAMELESS = re.compile(r"^(?:hi|hello|hey|dear|hallo|bonjour|hola)[ \t]*,", re.IGNORECASE | re.MULTILINE)
_SHOWN = 40


def placeholders_in(text: str, tokens: frozenset[str]) -> Iterator[Place]:
    """Yield the places of placeholders and of tokens that nothing fills, in order.

    Args:
        text: a subject or a text.
        tokens: the names of tokens that are filled when it is sent.
    """
    known = [found.span() for found in _TOKEN.finditer(text) if found["name"] in tokens]
    unknown = [found for found in _TOKEN.finditer(text) if found["name"] not in tokens]
    taken = known + [found.span() for found in unknown]
    loose = [
        found
        for found in _OPEN.finditer(text)
        if not any(start <= found.start() < end for start, end in taken)
    ]
    for found in sorted([*unknown, *loose], key=lambda each: each.start()):
        yield Place(found.start(), found.end(), found[0])


def check_placeholders(draft: Draft) -> Iterator[Finding]:
    """Yield a problem for each placeholder, and for a greeting without a name."""
    for part, text in ((Part.SUBJECT, draft.subject), (Part.TEXT, draft.text)):
        for place in placeholders_in(text, draft.tokens):
            yield Finding(
                rule=Rule.UNFILLED,
                severity=Severity.PROBLEM,
                problem=_("{words} is not filled in.").format(words=place.text[:_SHOWN]),
                fix=_("Replace it with a value, or delete it."),
                part=part,
                start=place.start,
                end=place.end,
                quote=place.text,
            )
    if found := _NAMELESS.search(draft.text):
        yield Finding(
            rule=Rule.UNFILLED,
            severity=Severity.WARNING,
            problem=_("The greeting has no name."),
            fix=_("Add the first name of the lead."),
            start=found.start(),
            end=found.end(),
            quote=found[0],
        )
