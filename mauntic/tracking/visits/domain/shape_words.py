"""Sentences for errors of the JSON decoder."""

import re

from mauntic.kernel.translation import gettext as _
from mauntic.kernel.translation import gettext_lazy

_EXPECTED = re.compile(r"Expected `([^`]{1,200})`, got `(\w{1,20})`(?: - at `\$\.?([^`]{0,100})`)?")
_UNKNOWN = re.compile(r"Invalid enum value '([^']{0,200})' - at `\$\.([^`]{1,100})`", re.DOTALL)
_KINDS = {
    "object": gettext_lazy("an object"),
    "array": gettext_lazy("a list"),
    "str": gettext_lazy("a text"),
    "int": gettext_lazy("a number"),
    "float": gettext_lazy("a number"),
    "bool": gettext_lazy("true or false"),
    "null": "null",
}
_SHOWN = 60


def in_words(reason: str, *, types: tuple[str, ...]) -> str:
    """Return a sentence with the field, the expected and the given type. Other sentences are not changed."""
    if unknown := _UNKNOWN.fullmatch(reason):
        return _('%(field)s: Send one of %(types)s, not "%(value)s".') % {
            "field": unknown[2],
            "types": ", ".join(types),
            "value": unknown[1][:_SHOWN],
        }
    expected = _EXPECTED.fullmatch(reason)
    if expected is None:
        return reason
    wanted = dict.fromkeys(
        str(_KINDS.get(kind, kind)) for kind in reversed(expected[1].split(" | ")) if kind != "null"
    )
    field = f"{expected[3]}: " if expected[3] else ""
    return field + _("Send %(wanted)s, not %(given)s.") % {
        "wanted": _(" or ").join(wanted),
        "given": _KINDS.get(expected[2], expected[2]),
    }
