"""Form of notification preferences."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _

from mauntic.notifications.models import Kind
from mauntic.notifications.selectors import Way


class KindRow(NamedTuple):
    """The two checkboxes of a kind."""

    label: str
    in_app: forms.BoundField
    email: forms.BoundField


class PreferencesForm(forms.Form):
    """Two checkboxes for each kind of notification."""

    def __init__(self, *args: Any, ways: Mapping[Kind, Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, way in ways.items():
            self.fields[f"{kind.value}-in_app"] = _box(
                _("%(kind)s: in Mauntic") % {"kind": kind.label}, checked=way.in_app
            )
            self.fields[f"{kind.value}-email"] = _box(
                _("%(kind)s: by email") % {"kind": kind.label}, checked=way.email
            )

    def rows(self) -> Iterator[KindRow]:
        """Yield the checkboxes by kind."""
        for kind in Kind:
            yield KindRow(str(kind.label), self[f"{kind.value}-in_app"], self[f"{kind.value}-email"])

    def ways(self) -> dict[str, Way]:
        """Return the chosen preferences."""
        chosen = self.cleaned_data
        return {
            kind.value: Way(in_app=chosen[f"{kind.value}-in_app"], email=chosen[f"{kind.value}-email"])
            for kind in Kind
        }


def _box(label: str, *, checked: bool) -> forms.BooleanField:
    widget = forms.CheckboxInput(attrs={"class": "form-check-input", "aria-label": label})
    return forms.BooleanField(label=label, required=False, initial=checked, widget=widget)
