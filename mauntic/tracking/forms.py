"""What the pages of tracking accept."""

from typing import Any

from django import forms

from mauntic.crm.domain.fields import FIELDS
from mauntic.tracking.models import FormType, TrafficKind

FILE_KINDS = ("pdf", "docx", "xlsx", "pptx", "csv", "zip", "txt", "png", "jpg", "jpeg", "mp4", "epub")
LARGEST_FILE_MB = 50
# What the owner of a form may not let strangers write.
_OURS = frozenset({"email", "lifecycle_stage", "source", "seniority"})


def _contact_fields() -> list[tuple[str, str]]:
    fields = [(name, field.label) for name, field in FIELDS.items() if name not in _OURS]
    return [("", "Kept with the form only"), *fields]


class WriteKeyForm(forms.Form):
    """A new key."""

    name = forms.CharField(
        max_length=100, label="Site or product", help_text="Such as www.company.com, or our app."
    )


class PrivacyForm(forms.Form):
    """What is honoured."""

    honour_privacy_signals = forms.BooleanField(
        required=False,
        label="Honour Do Not Track and Global Privacy Control",
        help_text="Browsers that send them are counted, not recorded. Who refuses consent is never recorded.",
    )


class TrackingFormForm(forms.Form):
    """A form of a site."""

    name = forms.CharField(max_length=100, help_text="Visitors read it above the form.")
    slug = forms.SlugField(max_length=60, label="Address", help_text="What follows /forms/, such as demo.")
    form_type = forms.ChoiceField(
        choices=FormType.choices, label="What it asks for", help_text="Decides which signal it shows."
    )
    redirect_url = forms.URLField(
        max_length=500,
        required=False,
        assume_scheme="https",
        label="Thank-you page",
        help_text="Where visitors go afterwards. Empty: we say thank you.",
    )
    enabled = forms.BooleanField(required=False, initial=True, label="Takes submissions")


class QuestionForm(forms.Form):
    """One question of a form."""

    label = forms.CharField(max_length=80, required=False)
    contact_field = forms.ChoiceField(choices=_contact_fields, required=False, label="Fills")
    required = forms.BooleanField(required=False)


QuestionFormSet = forms.formset_factory(QuestionForm, extra=2, max_num=20)


class AssetForm(forms.Form):
    """A file or an address."""

    name = forms.CharField(max_length=120)
    slug = forms.SlugField(max_length=60, label="Address", help_text="What follows /a/, such as guide.")
    file = forms.FileField(
        required=False,
        help_text=f"Or an address below. At most {LARGEST_FILE_MB} MB; {', '.join(FILE_KINDS)}.",
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in FILE_KINDS)}),
    )
    target_url = forms.URLField(
        max_length=2000, required=False, assume_scheme="https", label="Address of the file elsewhere"
    )
    enabled = forms.BooleanField(required=False, initial=True, label="Handed out")

    def clean_file(self) -> Any:
        """Refuses what is too large, or of a kind that could run in a browser."""
        file = self.cleaned_data.get("file")
        if not file:
            return None
        kind = str(file.name).rpartition(".")[2].lower()
        if kind not in FILE_KINDS:
            raise forms.ValidationError(f"A .{kind} file is not handed out. Use {', '.join(FILE_KINDS)}.")
        if file.size > LARGEST_FILE_MB * 1024 * 1024:
            raise forms.ValidationError(f"At most {LARGEST_FILE_MB} MB fit. Give its address elsewhere.")
        return file


class TrafficFilterForm(forms.Form):
    """Which traffic to show."""

    kind = forms.ChoiceField(choices=TrafficKind.choices, required=False)
    verdict = forms.ChoiceField(
        choices=[("", "People and bots"), ("person", "People"), ("bot", "Bots")], required=False
    )
    visitor = forms.UUIDField(required=False, widget=forms.HiddenInput)
    agent = forms.CharField(max_length=500, required=False, label="User agent, exactly")
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)


class CorrectionForm(forms.Form):
    """Which traffic is whose: the ticked rows, or all that the filters show."""

    is_bot = forms.TypedChoiceField(
        choices=[("bot", "Bots"), ("person", "People")], coerce=lambda value: value == "bot"
    )
    every = forms.BooleanField(required=False)
