"""The form of the upload page."""

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    """A file to import."""

    file = forms.FileField(
        label=_("CSV or Excel file"),
        help_text=_("Column names in the first row. At most 200 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
