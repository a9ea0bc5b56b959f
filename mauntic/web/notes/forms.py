"""The form of a note."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Contact
from revops.activities.services.drafts import LONGEST_NOTES


class NoteForm(forms.Form):
    """A note, with the lead that it is about unless the page knows it."""

    contact_email = forms.EmailField(label=_("Lead email"))
    notes = forms.CharField(
        label=_("Note"), max_length=LONGEST_NOTES, widget=forms.Textarea(attrs={"rows": 5, "autofocus": True})
    )

    def __init__(self, *args: Any, asks_lead: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_lead:
            del self.fields["contact_email"]

    def clean_contact_email(self) -> Contact:
        """Return the lead with the address."""
        address = self.cleaned_data["contact_email"]
        found = Contact.objects.with_emails([address]).first()
        if found is None:
            problem = gettext("No lead has the email {email}. Add the lead first.")
            raise forms.ValidationError(problem.format(email=address))
        return found
