"""The form that attaches a file."""

from django import forms

from revops.services.attachments import MOST_BYTES


class AttachmentForm(forms.Form):
    """A paper of the deal."""

    file = forms.FileField(label="File", help_text=f"At most {MOST_BYTES // 1024**2} MB.")
