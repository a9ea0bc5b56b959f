"""The form of a saved view."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mauntic.crm.lists.models import LONGEST_NAME


class ViewForm(forms.Form):
    """A name for what the list shows, and who sees it."""

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, error_messages={"required": _("Enter a name.")}
    )
    is_shared = forms.BooleanField(
        label=_("Everybody in the organization sees it"),
        required=False,
        help_text=_("Each person still sees only the records that they may see."),
    )
    is_default = forms.BooleanField(label=_("Open the list with it"), required=False)
