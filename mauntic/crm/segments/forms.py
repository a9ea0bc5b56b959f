"""The forms of segments: one of a segment (name, who decides, conditions), one to add leads."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mauntic.crm.segments.models import LONGEST_DESCRIPTION, LONGEST_NAME, Segment, SegmentKind
from mauntic.crm.segments.selectors.fields import segment_fields
from mauntic.crm.segments.selectors.segments import segments_by_hand
from mauntic.crm.segments.services.saving import SegmentDraft
from mauntic.kernel.conditions import Broken, from_json, parse_strict, with_names
from mauntic.kernel.conditions.builder import Builder, builder_from, builder_of
from mauntic.kernel.conditions.descriptions import words
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import LARGEST_NUMBER

_PREFIX = "when"


class SegmentForm(forms.Form):
    """What a person enters. While `is_draft`, nothing is validated."""

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, error_messages={"required": _("Enter a name.")}
    )
    description = forms.CharField(
        label=_("What is it for?"),
        max_length=LONGEST_DESCRIPTION,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    kind = forms.ChoiceField(
        label=_("Who is in it"),
        choices=SegmentKind.choices,
        initial=SegmentKind.CONDITIONS,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, data: Mapping[str, str] | None = None, *, row: Segment | None, is_draft: bool = False
    ) -> None:
        super().__init__(None if is_draft else data, initial=_initial(data, row))
        self.row = row
        known = segment_fields(without=row.pk if row else None)
        tree = parse_strict(row.conditions, known) if row and row.conditions else from_json({})
        self.known = with_names(known, [tree])
        self.problems = [] if not isinstance(tree, Broken) else [str(text) for _path, text in tree.problems]
        shown = from_json({}) if isinstance(tree, Broken) else tree
        self.builder: Builder | None = builder_of(shown)
        self.conditions_text = words(shown, self.known)
        if data is not None and self.builder:
            self.builder = builder_from(data, _PREFIX)
        self._settle()

    def edit(self, action: str) -> None:
        """Apply a button of the condition builder. Unknown positions change nothing."""
        verb, *where = action.split(":")
        with suppress(IndexError, ValueError):
            if self.builder:
                self.builder.edit(verb, [int(index) for index in where], self.known)
        self._settle()

    def draft(self) -> SegmentDraft | None:
        """Return the entered segment, or None after adding errors."""
        if not self.is_valid():
            return None
        is_by_hand = self.cleaned_data["kind"] == SegmentKind.BY_HAND
        return SegmentDraft(**self.cleaned_data, conditions={} if is_by_hand else self._conditions())

    def refuse(self, error: Invalid) -> None:
        """Add the errors of the service to their rows and fields."""
        for path, problems in error.fields.items():
            if not (self.builder and self.builder.blame(path, problems)):
                self.add_error(path if path in self.fields else None, problems)

    @property
    def is_by_hand(self) -> bool:
        """Whether people decide."""
        return bool(self["kind"].value() == SegmentKind.BY_HAND)

    @property
    def is_wrong(self) -> bool:
        """Whether any part of the form has an error."""
        return bool(self.errors) or any(row.errors for row in (self.builder.rows if self.builder else ()))

    def _conditions(self) -> Mapping[str, Any]:
        if self.builder is None:
            return self.row.conditions if self.row else {}
        return self.builder.as_json() if any(True for _row in self.builder.rows) else {}

    def _settle(self) -> None:
        if self.builder:
            self.builder.groups = [group for group in self.builder.groups if group.conditions]
            self.builder.settle(_PREFIX, self.known)


class AddToSegmentForm(forms.Form):
    """A segment that people decide, to add leads to, or the name of a new one.

    `confirmed` is the number of leads that the person saw.
    """

    segment: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label=_("Segment"),
        empty_label=_("A new one"),
        error_messages={"invalid_choice": _("Choose a segment that people decide.")},
    )
    name = forms.CharField(
        label=_("Name of the new segment"), max_length=LONGEST_NAME, required=False, strip=True
    )
    confirmed = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_NUMBER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["segment"].queryset = segments_by_hand()  # type: ignore[attr-defined] # of a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """Ask for one of both."""
        cleaned: dict[str, Any] = super().clean() or {}
        chosen, name = cleaned.get("segment"), cleaned.get("name", "")
        if "segment" not in self.errors and bool(chosen) == bool(name):
            text = _("Choose a segment, or leave it at a new one.") if chosen else _("Enter a name.")
            self.add_error("name", text)
        return cleaned


def _initial(data: Mapping[str, str] | None, row: Segment | None) -> dict[str, object]:
    names = ("name", "description", "kind")
    if data is not None:
        return {name: data.get(name, "") for name in names}
    return {name: getattr(row, name) for name in names} if row else {}
