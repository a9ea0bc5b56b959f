"""Forms of the actions that tell somebody something."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mauntic.accounts.models import Role
from mauntic.accounts.selectors import active_people
from mauntic.automation.services.actions.notices import OWNER, PERSON, ROLE
from mauntic.delivery.models import Mailbox

LONGEST_SUBJECT, LONGEST_BODY, LONGEST_NOTE = 200, 20_000, 500
_TOKENS = gettext_lazy("May have tokens, such as {{ first_name | there }}.")


class EmailForm(forms.Form):
    """An email to the lead."""

    mailbox = forms.ModelChoiceField(
        Mailbox.objects.order_by("address"),
        label=gettext_lazy("Send from"),
        required=False,
        empty_label=gettext_lazy("Mailbox of the owner, else a shared one"),
    )
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=LONGEST_SUBJECT, help_text=_TOKENS)
    body = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST_BODY, widget=forms.Textarea, help_text=_TOKENS
    )


class NoticeForm(forms.Form):
    """A notification: to whom, and what it says."""

    to = forms.ChoiceField(
        label=gettext_lazy("Notify"),
        choices=[
            (OWNER, gettext_lazy("The owner")),
            (PERSON, gettext_lazy("A person")),
            (ROLE, gettext_lazy("Everybody with a role")),
        ],
    )
    person = forms.ModelChoiceField(active_people(), label=gettext_lazy("Person"), required=False)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        required=False,
        choices=[("", gettext_lazy("No role")), *((each.value, each.label) for each in Role)],
    )
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST_NOTE, widget=forms.Textarea, help_text=_TOKENS
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the person or the role, and refuse the one that is not asked for."""
        given: dict[str, Any] = super().clean() or {}
        to = given.get("to")
        for name, needed in ((PERSON, _("Choose a person.")), (ROLE, _("Choose a role."))):
            if to == name and not given.get(name) and name not in self.errors:
                self.add_error(name, needed)
            if to and to != name and given.get(name):
                self.add_error(name, _("Leave this out, or choose it under “Notify”."))
        return given
