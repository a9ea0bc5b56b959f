"""The form of the coach, and where it finds a draft in the form of another page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mauntic.delivery.messages.selectors.values import TOKENS
from revops.agents.coach.domain.findings import Draft, Kind
from revops.agents.coach.services.comments import LONGEST_DRAFT
from revops.agents.coach.services.review import LONGEST_SUBJECT

KINDS = [(Kind.EMAIL, _("Email")), (Kind.NOTES, _("Activity notes"))]


class CoachForm(forms.Form):
    """A draft to review."""

    kind = forms.ChoiceField(choices=KINDS, initial=Kind.EMAIL, label=_("Type"))
    subject = forms.CharField(
        required=False,
        max_length=LONGEST_SUBJECT,
        label=_("Subject"),
        help_text=_("Emails only. Leave it empty for an answer in a thread."),
    )
    text = forms.CharField(
        max_length=LONGEST_DRAFT,
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 10}),
        strip=False,
        error_messages={"required": _("Enter a text to review.")},
    )


class PlaceForm(forms.Form):
    """The address of a "Coach" button: which fields of its form hold the draft, and what they are.

    `subject` is the field of the subject. Without it, an email continues a thread. `tokens` says that tokens
    are filled when the text is sent.
    """

    kind = forms.ChoiceField(choices=KINDS, required=False)
    text = forms.SlugField(required=False, max_length=60)
    subject = forms.SlugField(required=False, max_length=60)
    tokens = forms.BooleanField(required=False)
    contact = forms.UUIDField(required=False)

    def values(self, posted: QueryDict) -> Mapping[str, Any]:
        """Return the values of a `CoachForm` from the posted form of another page."""
        place = self.cleaned_data
        return {
            "kind": posted.get("kind", "") if not place["text"] else (place["kind"] or Kind.EMAIL),
            "text": posted.get(place["text"] or "text", ""),
            "subject": posted.get(place["subject"] or "subject", "") if self._has_subject else "",
        }

    @property
    def _has_subject(self) -> bool:
        return bool(self.cleaned_data["subject"] or not self.cleaned_data["text"])

    def draft(self, values: Mapping[str, str]) -> Draft:
        """Return the draft of the values of a valid `CoachForm`."""
        kind = Kind(values["kind"])
        subject = values["subject"] if kind is Kind.EMAIL else ""
        # A button names the field of the subject if the email must have one. On the coach's own page, and in
        # a step of a sequence, an empty subject continues a thread.
        needs_subject = bool(self.cleaned_data["subject"]) and not self.cleaned_data["tokens"]
        return Draft(
            text=values["text"],
            kind=kind,
            subject=subject,
            tokens=frozenset(TOKENS) if self.cleaned_data["tokens"] else frozenset(),
            continues=not subject and not needs_subject,
        )
