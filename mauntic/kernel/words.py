"""Counts with their noun, in English.

For logs, commands and rules of `domain`, which are not translated. Texts that people read take their plural
from gettext, since other languages have other plural forms:

    ngettext("{count} lead assigned.", "{count} leads assigned.", n).format(count=display.number(n))
"""


def counted(count: float, one: str, many: str = "") -> str:
    """Return "1 deal", "1,204 deals" or "2.5 days".

    Args:
        count: how many.
        one: the singular.
        many: the plural; by default the singular with an s.
    """
    number = f"{count:,.1f}".removesuffix(".0")
    return f"{number} {one if count == 1 else many or f'{one}s'}"
