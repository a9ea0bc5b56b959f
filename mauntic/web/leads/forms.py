"""Forms of the pages of leads."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lead_intelligence.spending.selectors.estimates import FIELD_CHOICES, PRIORITY_CHOICES
from mauntic.accounts.models import User
from mauntic.crm.fields.domain.catalog import FIELDS
from mauntic.delivery.mailboxes.selectors import mailboxes_for, usable_mailboxes_of
from mauntic.delivery.messages.services.writing import MOST_SUBJECT, MOST_TEXT
from mauntic.journeys.selectors.lists import open_journeys
from mauntic.kernel.ids import new_id
from mauntic.kernel.pages.forms import LARGEST_NUMBER
from revops.sequences.selectors.lists import sequences


def _text(name: str, **options: Any) -> forms.CharField:
    # Not the label: it would stay in the language of the person who asked first.
    return forms.CharField(label=FIELDS[name].caption, required=False, max_length=300, **options)


class LeadForm(forms.Form):
    """A new lead. The CRM validates each field."""

    first_name = _text("first_name")
    last_name = _text("last_name")
    email = _text("email", widget=forms.EmailInput)
    phone = _text("phone")
    title = _text("title")
    company = _text("company")
    website = _text("website", help_text=_("Identifies the company and improves enrichment."))
    country = _text("country")
    linkedin_url = _text("linkedin_url")


class EnrichForm(forms.Form):
    """Enrich many leads. `batch` is an idempotency key: the same request sent twice runs once.

    `confirmed` is the number of leads that the person saw in the estimate.
    """

    wanted = forms.MultipleChoiceField(
        label=_("Fields"),
        required=False,
        choices=FIELD_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Select none to enrich the missing fields of each lead."),
    )
    priority = forms.ChoiceField(label=_("Priority"), choices=PRIORITY_CHOICES, initial="normal")
    batch = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    confirmed = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST_NUMBER)


class EmailForm(forms.Form):
    """An email that a person writes to one lead. `once` makes it go out once, however often it is sent."""

    mailbox: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=None, label=_("From"), empty_label=None
    )
    subject = forms.CharField(
        label=_("Subject"),
        max_length=MOST_SUBJECT,
        widget=forms.TextInput(attrs={"data-writes": "subject"}),
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10, "data-writes": "text"}),
    )
    once = forms.CharField(max_length=40, widget=forms.HiddenInput, initial=new_id)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mailboxes = list(usable_mailboxes_of(user))
        mailbox: Any = self.fields["mailbox"]
        mailbox.queryset = usable_mailboxes_of(user)
        mailbox.initial = next((row for row in self.mailboxes if row.owner_id == user.pk), None)

    def wanted(self) -> dict[str, Any]:
        """Return what was written, as the service takes it."""
        written = {name: self.cleaned_data[name] for name in ("subject", "text", "once")}
        return {"mailbox_id": self.cleaned_data["mailbox"].pk, **written}


class _SequenceField(forms.ModelChoiceField):  # type: ignore[type-arg] # of any sequences
    """A sequence, with a word where it does not run."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name, and that the leads will wait."""
        texts = {
            "draft": _("{name} (draft: leads wait until it is turned on)"),
            "off": _("{name} (off: leads wait until it is turned on)"),
        }
        return str(texts.get(obj.state, "{name}")).format(name=obj.name)


class _MailboxField(forms.ModelChoiceField):  # type: ignore[type-arg] # of any mailboxes
    """A mailbox, with a word where it is paused."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the address, and whether the mailbox is paused."""
        return str(_("{address} (paused)")).format(address=obj) if obj.state == "paused" else str(obj)


class EnrollForm(forms.Form):
    """A sequence to enroll leads in, and the mailbox from which its emails go.

    `with_answered` enrolls those who replied lately as well.
    """

    sequence = _SequenceField(
        queryset=None,
        label=_("Sequence"),
        empty_label=_("Choose a sequence"),
        error_messages={"required": _("Choose a sequence."), "invalid_choice": _("Choose a sequence.")},
    )
    mailbox = _MailboxField(
        queryset=None,
        required=False,
        label=_("From mailbox"),
        help_text=_("All emails of the sequence to these leads come from it."),
    )
    with_answered = forms.BooleanField(required=False, label=_("Enroll them too"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sequence"].queryset = sequences()  # type: ignore[attr-defined] # of a ModelChoiceField
        mailbox: Any = self.fields["mailbox"]
        mailbox.queryset, self._usual = usable_mailboxes_of(user), mailboxes_for([user.pk]).get(user.pk)
        label = _("My mailbox, else a shared one: {address}") if self._usual else _("No mailbox: emails wait")
        mailbox.empty_label = str(label).format(address=self._usual)

    @property
    def chosen(self) -> Any:
        """Return the chosen sequence; None if none was, or an unknown one."""
        return self.cleaned_data.get("sequence") if self.is_bound and self.is_valid() else None

    @property
    def sender(self) -> Any:
        """Return the mailbox from which the emails go, once the form is valid; None if there is none."""
        return self.cleaned_data.get("mailbox") or self._usual

    def wanted(self) -> dict[str, Any]:
        """Return what was chosen, as the service takes it."""
        mailbox = self.cleaned_data["mailbox"]
        return {
            "sequence_id": self.cleaned_data["sequence"].pk,
            "mailbox_id": mailbox.pk if mailbox else None,
            "with_answered": self.cleaned_data["with_answered"],
        }


class JourneyForm(forms.Form):
    """A journey that is on, to add leads to."""

    journey: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=None,
        label=_("Journey"),
        empty_label=_("Choose a journey"),
        error_messages={
            "required": _("Choose a journey."),
            "invalid_choice": _("Choose a journey that is on."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["journey"].queryset = open_journeys()  # type: ignore[attr-defined] # of a ModelChoiceField

    @property
    def chosen(self) -> Any:
        """Return the chosen journey; None if none was, or one that is off."""
        return self.cleaned_data.get("journey") if self.is_bound and self.is_valid() else None
