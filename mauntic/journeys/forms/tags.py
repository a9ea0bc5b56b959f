"""The settings of the step that adds a tag."""

from django import forms

from mauntic.crm.tags.domain.names import LONGEST_NAME, clean_name
from mauntic.kernel.translation import gettext_lazy as _


class AddTagForm(forms.Form):
    """Which tag."""

    tag = forms.CharField(label=_("Tag"), max_length=LONGEST_NAME, help_text=_("A new name makes a new tag."))

    def clean_tag(self) -> str:
        """Refuse a name that is none."""
        try:
            return clean_name(self.cleaned_data["tag"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
