"""Form of an asset."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

FILE_KINDS = ("pdf", "docx", "xlsx", "pptx", "csv", "zip", "txt", "png", "jpg", "jpeg", "mp4", "epub")

LARGEST_FILE_MB = 50


class AssetForm(forms.Form):
    """A file or a URL."""

    name = forms.CharField(max_length=120, label=_("Name"))
    slug = forms.SlugField(max_length=60, label=_("Link"), help_text=_("The part after /a/, such as guide."))
    file = forms.FileField(
        required=False,
        label=_("File"),
        help_text=format_lazy(
            _("At most {limit} MB. Types: {types}."), limit=LARGEST_FILE_MB, types=", ".join(FILE_KINDS)
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in FILE_KINDS)}),
    )
    target_url = forms.URLField(max_length=2000, required=False, assume_scheme="https", label=_("Or URL"))
    enabled = forms.BooleanField(required=False, initial=True, label=_("Published"))

    def clean_file(self) -> Any:
        """Refuse files that are too large, or of a type that could run in a browser."""
        file = self.cleaned_data.get("file")
        if not file:
            return None
        kind = str(file.name).rpartition(".")[2].lower()
        if kind not in FILE_KINDS:
            raise forms.ValidationError(
                gettext("Files of the type .%(type)s are not allowed. Use %(types)s.")
                % {"type": kind, "types": ", ".join(FILE_KINDS)}
            )
        if file.size > LARGEST_FILE_MB * 1024 * 1024:
            raise forms.ValidationError(
                gettext("Upload at most %(limit)s MB, or enter a URL.") % {"limit": LARGEST_FILE_MB}
            )
        return file
