"""The form that adds a lead to a buying committee."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Contact
from revops.committee.models import CommitteeRole
from revops.committee.selectors import possible_members
from revops.deals.models.deals import Deal


class MemberForm(forms.Form):
    """A lead of the deal's company, or any lead by email, with a role."""

    contact = forms.ChoiceField(required=False, label=_("Lead at the company"))
    email = forms.EmailField(required=False, label=_("Or the email of another lead"))
    role = forms.ChoiceField(choices=CommitteeRole.choices, label=_("Role"))

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(contact.pk), contact.name) for contact in possible_members(deal)]
        self.fields["contact"].choices = [("", gettext("Choose")), *known]  # type: ignore[attr-defined] # of a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Require exactly one lead, and add its id as `contact_id`."""
        entered = super().clean() or {}
        chosen, email = entered.get("contact"), entered.get("email")
        if bool(chosen) == bool(email):
            raise forms.ValidationError(gettext("Choose a lead at the company or enter an email, not both."))
        if not email:
            return entered | {"contact_id": chosen}
        found = Contact.objects.with_emails([email]).values_list("pk", flat=True).first()
        if found is None:
            self.add_error("email", gettext("No lead has this email. Add the lead first."))
        return entered | {"contact_id": found}
