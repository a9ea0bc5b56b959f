"""Forms of the approval queue."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from revops.agents.approvals.labels import REJECTIONS
from revops.agents.approvals.selectors.shown import Shown

LABELS = {"text": _("Text"), "subject": _("Subject")}
_HASH = 64


class ApproveForm(forms.Form):
    """An approval of the payload that the person saw."""

    shown = forms.CharField(max_length=_HASH, widget=forms.HiddenInput)


class RejectForm(ApproveForm):
    """A rejection with its reason."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose")), *REJECTIONS.items()],
        error_messages={"required": _("Choose why you reject it.")},
        widget=forms.Select(attrs={"data-key": "r", "aria-keyshortcuts": "r"}),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class EditForm(ApproveForm):
    """The texts of a proposal that people may edit."""

    def __init__(self, data: Any = None, *, proposal: Shown) -> None:
        super().__init__(data, initial={"shown": proposal.row.payload_hash, **proposal.row.payload})
        for key, most in proposal.kind.texts.items():
            self.fields[key] = forms.CharField(
                label=LABELS.get(key, key),
                max_length=most,
                error_messages={"required": _("Write something.")},
                widget=forms.Textarea(attrs={"rows": 10}),
            )

    def texts(self) -> dict[str, str]:
        """Return the texts by key, with the line ends of the database."""
        return {
            key: str(text).replace("\r\n", "\n") for key, text in self.cleaned_data.items() if key != "shown"
        }
