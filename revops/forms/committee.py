"""The form that adds somebody to a buying committee."""

from typing import Any

from django import forms

from mauntic.crm.models import Contact
from revops.models import CommitteeRole, Deal
from revops.selectors.committee import possible_members


class MemberForm(forms.Form):
    """A lead of the deal's company, or any other by the e-mail address, and the part that they have."""

    contact = forms.ChoiceField(required=False, label="Lead of the company")
    email = forms.EmailField(required=False, label="Or the e-mail address of another lead")
    role = forms.ChoiceField(choices=CommitteeRole.choices)

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(contact.pk), contact.name) for contact in possible_members(deal)]
        self.fields["contact"].choices = [("", "Choose"), *known]  # type: ignore[attr-defined] # of a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Exactly one lead; `contact_id` is its id."""
        entered = super().clean() or {}
        chosen, email = entered.get("contact"), entered.get("email")
        if bool(chosen) == bool(email):
            raise forms.ValidationError("Choose a lead of the company, or enter the address of another one.")
        if not email:
            return entered | {"contact_id": chosen}
        found = Contact.objects.filter(email__iexact=email).values_list("pk", flat=True).first()
        if found is None:
            self.add_error("email", "There is no lead with this address. Add the lead first.")
        return entered | {"contact_id": found}
