"""Texts about files, which may come from the process that reads a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.formats import number_format


def gettext_noop(text: str) -> str:
    """Mark a text for translation. Django's function needs settings, which the reader does not have."""
    return text


NOT_A_TABLE = gettext_noop("This file is not a table. Upload a .csv or .xlsx file.")


@dataclass(frozen=True, slots=True)
class Text:
    """A text marked with `gettext_noop`, and its values.

    The process that reads hostile files has no settings, so that `str()` translates in the process that shows
    the text.
    """

    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        shown = {
            name: number_format(value, force_grouping=True) if isinstance(value, int) else value
            for name, value in self.values.items()
        }
        return translation.gettext(self.text).format(**shown)


class UnreadableError(ValueError):
    """The file has no table that can be read. The message says why and what to do.

    Args: `text` is marked with `gettext_noop`; `values` fill its placeholders.
    """

    def __init__(self, text: str, **values: str | int) -> None:
        super().__init__(text)
        self.text = Text(text, values)

    def __str__(self) -> str:
        return str(self.text)


class UnknownSheetError(UnreadableError):
    """The file does not have the sheet that was asked for. The message names the sheets that it has."""
