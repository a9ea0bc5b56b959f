"""The form that attaches a file."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AttachmentForm(forms.Form):
    """A file to attach to a deal."""

    file = forms.FileField(label=_("File"), help_text=_("At most 25 MB."))
