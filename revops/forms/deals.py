"""Forms about deals: a new one, its fields, its moves."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from mauntic.accounts.models import User
from mauntic.accounts.selectors import active_people
from mauntic.crm.models import Company, Contact
from mauntic.kernel.currencies import known_currencies
from mauntic.kernel.errors import Conflict, Invalid, MaunticError
from mauntic.kernel.forms import add_errors
from mauntic.tenants.context import current_organization
from revops.domain.stages import CLOSED, OPEN
from revops.models import Deal, DealPriority, DealStage
from revops.models.choices import CATEGORIES_OF_OPEN

OPEN_STAGES = [(stage.value, DealStage(stage).label) for stage in OPEN]
CATEGORIES = [("", "Follows the stage"), *CATEGORIES_OF_OPEN]
UP, DOWN = "up", "down"
LOST_REASONS = (
    "Price",
    "Chose a competitor",
    "No budget",
    "No decision",
    "Bad timing",
    "Missing feature",
    "No answer any more",
)
# What services call a field -> what the forms do.
_FIELDS = {"lostReason": ("lost_reason", "stage"), "value": ("value", "stage"), "stage": ("stage", "to")}


def sentences(form: forms.Form) -> str:
    """All that is wrong with a form, where it cannot be told at its fields."""
    return " ".join(str(said) for errors in form.errors.values() for said in errors)


def refuse(form: forms.Form, error: MaunticError) -> None:
    """Tells what a service refused at the field that it is about, or above the form."""
    shown = {field.name for field in form.visible_fields()}
    at_fields = {
        field: str(said)
        for name, said in error.details.items()
        if (field := next((known for known in _FIELDS.get(name, (name,)) if known in shown), ""))
    }
    if isinstance(error, Conflict) and at_fields:
        add_errors(form, Invalid(at_fields))
    else:
        add_errors(form, error)


def _currencies() -> list[tuple[str, str]]:
    return [(code, code) for code in sorted(known_currencies())]


class DealForm(forms.Form):
    """The fields of a deal; with `only`, some of them."""

    name = forms.CharField(max_length=200)
    value = forms.DecimalField(
        min_value=0,
        max_digits=18,
        decimal_places=2,
        initial=0,
        error_messages={"min_value": "A value cannot be negative. Enter 0 or more."},
    )
    currency = forms.ChoiceField(choices=_currencies)
    expected_close_on = forms.DateField(
        label="Expected close",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Enter a date such as 2026-12-31."},
    )
    owner = forms.ModelChoiceField(queryset=User.objects.none(), required=False, empty_label="Nobody")
    priority = forms.ChoiceField(choices=DealPriority.choices)
    next_step = forms.CharField(
        max_length=200, required=False, label="Next step", help_text="What happens next, and by whom."
    )
    category_override = forms.ChoiceField(choices=CATEGORIES, required=False, label="Forecast category")
    reason = forms.CharField(
        max_length=200,
        required=False,
        label="Why",
        help_text="Kept in the deal’s history.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, only: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(only or self.fields):
            del self.fields[name]
        owner = self.fields.get("owner")
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = active_people()

    def changes(self) -> dict[str, Any]:
        """What `change_deals` is to set."""
        values = {name: self.cleaned_data[name] for name in self.fields if name not in {"version", "reason"}}
        if "owner" in values:
            values["owner"] = values["owner"].pk if values["owner"] else None
        return values


def edit_form(deal: Deal, data: Any = None, *, only: Iterable[str] = ()) -> DealForm:
    """The form of a deal that is there, as it is now; the history keeps what it was."""
    given = {name: getattr(deal, name) for name in DealForm.base_fields if hasattr(deal, name)}
    return DealForm(data, only=only, initial=given | {"owner": deal.owner_id})


def stage_form(deal: Deal, data: Any = None) -> DealForm:
    """The stage of a deal alone."""
    form = edit_form(deal, data, only=("version",))
    form.fields["stage"] = forms.ChoiceField(choices=DealStage.choices)
    form.initial["stage"] = deal.stage
    return form


class NewDealForm(DealForm):
    """A deal that is to be: who it is with is named by address and name, since leads may be a million."""

    contact_email = forms.EmailField(
        required=False, label="Lead’s e-mail", help_text="The deal is with this lead, at their company."
    )
    company_name = forms.CharField(
        required=False, label="Company", help_text="Only where it is another one than the lead’s."
    )
    stage = forms.ChoiceField(choices=OPEN_STAGES)
    field_order = ("name", "contact_email", "company_name", "value", "currency", "stage", "expected_close_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("category_override", "reason", "version"):
            del self.fields[name]
        self.fields["currency"].initial = current_organization().currency
        self.fields["priority"].initial = DealPriority.MEDIUM

    def clean_contact_email(self) -> Contact | None:
        """The lead of that address."""
        address = self.cleaned_data["contact_email"]
        found = Contact.objects.filter(email__iexact=address).first() if address else None
        if address and not found:
            raise forms.ValidationError(f"No lead has the address {address}. Make the lead first.")
        return found

    def clean_company_name(self) -> Company | None:
        """The company of that name."""
        name = self.cleaned_data["company_name"].strip()
        found = Company.objects.filter(name__iexact=name).first() if name else None
        if name and not found:
            raise forms.ValidationError(f"There is no company “{name}”. It comes with its first lead.")
        return found


class PlaceForm(forms.Form):
    """Where the board's script has put a card."""

    stage = forms.CharField()
    below = forms.UUIDField(required=False)
    version = forms.IntegerField()


class MoveForm(forms.Form):
    """Where a deal is to go: a stage, or a step within its own."""

    to = forms.ChoiceField()
    value = forms.DecimalField(min_value=0, max_digits=18, decimal_places=2, required=False)
    lost_reason = forms.CharField(
        max_length=200,
        required=False,
        label="Why it was lost",
        widget=forms.TextInput(attrs={"list": "lost-reasons", "autocomplete": "off"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, deal: Deal, to: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(value, label) for value, label in DealStage.choices if value != deal.stage]
        self.fields["to"] = forms.ChoiceField(
            label="Move to", choices=[*others, (UP, "One up in its column"), (DOWN, "One down in its column")]
        )
        self.fields["value"].label = f"Value in {deal.currency}"
        self.initial = {"to": to, "value": deal.value, "version": deal.version}

    @property
    def closes(self) -> bool:
        """Whether the deal ends with this move."""
        return (self["to"].value() or "") in CLOSED

    @property
    def worth(self) -> Decimal | None:
        """What the person says that it is worth; None says nothing."""
        return self.cleaned_data["value"]


class ReopenForm(forms.Form):
    """At which stage a closed deal goes on, and why."""

    stage = forms.ChoiceField(choices=OPEN_STAGES, label="Goes on at")
    reason = forms.CharField(max_length=200, label="Why it is opened again")
    version = forms.IntegerField(widget=forms.HiddenInput)
