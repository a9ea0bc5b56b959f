"""Forms of records that two people may edit at once: a conflict shows both values and asks for a choice.

The page carries the value that each field was opened with, in hidden inputs. The service compares under its
lock and raises `EditConflict`. The form then shows both values of each conflicting field as radio buttons and
keeps everything else as it was typed; saving it again works. `components/conflicts.html` renders all of this.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from mauntic.kernel.display import NONE
from mauntic.kernel.errors import EditConflict

OPENED, CHOICE, CONFLICT = "opened-", "choice-", "conflict"
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Author:
    """Who changed a field last, and when."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConflictShown:
    """A field with both values in words, and the choice that was made.

    `author` is who wrote the other value, if that is known.
    """

    name: str
    label: str
    yours: str
    theirs: str
    choice: str
    author: Author | None


class MergingForm(forms.Form):
    """A form of a stored record. Its `initial` values are those of the record now."""

    unmerged: ClassVar[frozenset[str]] = frozenset({"version", "reason"})
    conflicts: tuple[ConflictShown, ...] = ()

    @property
    def merged_names(self) -> list[str]:
        """The fields that are merged."""
        return [name for name in self.fields if name not in self.unmerged]

    @property
    def opened_inputs(self) -> list[tuple[str, str]]:
        """Names and values of the hidden inputs."""
        return [(f"{OPENED}{name}", self._opened_text(name)) for name in self.merged_names]

    def opened(self) -> dict[str, Any]:
        """Return the values that the form was opened with, for the service. Unreadable ones are left out."""
        found = {}
        for name in self.merged_names:
            if f"{OPENED}{name}" not in self.data:
                continue
            try:
                found[name] = self.fields[name].clean(self._opened_text(name))
            except forms.ValidationError:
                continue
        return found

    def opened_texts(self) -> dict[str, str]:
        """Return the texts that the form was opened with, for services that read texts themselves."""
        return {name: self._opened_text(name) for name in self.merged_names if f"{OPENED}{name}" in self.data}

    def chosen(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values without those for which the person chose the stored value."""
        return {name: value for name, value in values.items() if self.data.get(f"{CHOICE}{name}") != THEIRS}

    def clean(self) -> dict[str, Any]:
        """Ask again for a choice that is missing: without one, the own value would win unseen."""
        cleaned: dict[str, Any] = super().clean() or {}
        given = self.data.getlist(CONFLICT) if hasattr(self.data, "getlist") else []
        pending = [name for name in dict.fromkeys(given) if name in self.merged_names]
        for name in pending:
            if self.data.get(f"{CHOICE}{name}") not in {MINE, THEIRS}:
                self.add_error(name, _("Choose one of the two values."))
        self.conflicts = tuple(self._conflict(name, None) for name in pending)
        return cleaned

    def show_conflicts(self, error: EditConflict, authors: Mapping[str, Author]) -> None:
        """Show the conflicts that a service found, with the present values as those of the others.

        Args:
            error: has the stored values by field.
            authors: who changed the fields last, as far as it is known.
        """
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name, stored in error.stored.items():
            data[f"{OPENED}{name}"] = self._text(name, stored)
            data.pop(f"{CHOICE}{name}", None)
        self.data = data
        self.conflicts = tuple(self._conflict(name, authors.get(name)) for name in error.stored)
        self.add_error(None, error.message)

    def _conflict(self, name: str, author: Author | None) -> ConflictShown:
        return ConflictShown(
            name=name,
            label=str(self[name].label),
            yours=self._words(name, self._given_text(name)),
            theirs=self._words(name, self._opened_text(name)),
            choice=str(self.data.get(f"{CHOICE}{name}", "")),
            author=author,
        )

    def _given_text(self, name: str) -> str:
        """Return what was entered; several choices separated by commas, as in the text of the opened ones."""
        several = self.data.getlist(name) if hasattr(self.data, "getlist") else [self.data.get(name, "")]
        return ", ".join(map(str, several))

    def _opened_text(self, name: str) -> str:
        if self.is_bound:
            return str(self.data.get(f"{OPENED}{name}", ""))
        return self._text(name, self.get_initial_for_field(self.fields[name], name))

    def _text(self, name: str, value: Any) -> str:
        if isinstance(value, list):
            return ", ".join(map(str, value))
        field = self.fields[name]
        shown = field.widget.format_value(field.prepare_value(value))
        found = shown[0] if isinstance(shown, list) and shown else shown
        return "" if found in (None, []) else str(found)

    def _words(self, name: str, text: str) -> str:
        """Return the labels of choices; of other fields the text itself."""
        labels = {str(value): str(label) for value, label in getattr(self.fields[name], "choices", ())}
        if isinstance(self.fields[name], forms.MultipleChoiceField):
            return ", ".join(labels.get(each, each) for each in text.split(", ")) or NONE
        if text in labels:
            return labels[text]
        return text or NONE
