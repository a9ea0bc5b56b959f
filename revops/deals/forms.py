"""Forms of deals: create, edit, move, reopen."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.accounts.selectors import active_people
from mauntic.crm.models import Company, Contact
from mauntic.kernel.currencies import known_currencies
from mauntic.kernel.errors import Conflict, Invalid, MaunticError
from mauntic.kernel.pages.forms import LARGEST_NUMBER, DayField, add_errors
from mauntic.kernel.pages.merging import MergingForm
from mauntic.tenants.context import current_organization
from revops.deals.domain.stages import OPEN, Stage
from revops.deals.models.choices import CATEGORIES_OF_OPEN, DealPriority, DealStage
from revops.deals.models.deals import Deal
from revops.deals.selectors.days import today

OPEN_STAGES = [(stage.value, DealStage(stage).label) for stage in OPEN]
CATEGORIES = [("", _("From the stage")), *CATEGORIES_OF_OPEN]
UP, DOWN = "up", "down"
LONGEST_NAME = 200
LOST_REASONS = (
    _("Price"),
    _("Chose a competitor"),
    _("No budget"),
    _("No decision"),
    _("Bad timing"),
    _("Missing feature"),
    _("Stopped responding"),
)
# Fields of services -> fields of the forms.
_FIELDS = {"lostReason": ("lost_reason", "stage"), "value": ("value", "stage"), "stage": ("stage", "to")}


def refuse(form: forms.Form, error: MaunticError) -> None:
    """Add the error of a service to its field, or above the form if the form lacks the field."""
    shown = {field.name for field in form.visible_fields()}
    at_fields = {
        field: str(problem)
        for name, problem in error.details.items()
        if (field := next((known for known in _FIELDS.get(name, (name,)) if known in shown), ""))
    }
    if isinstance(error, Conflict) and at_fields:
        add_errors(form, Invalid(at_fields))
    else:
        add_errors(form, error)


def _currencies() -> list[tuple[str, str]]:
    return [(code, code) for code in sorted(known_currencies())]


class DealForm(MergingForm):
    """The fields of a deal, or those named in `only`."""

    name = forms.CharField(max_length=LONGEST_NAME, label=_("Name"))
    value = forms.DecimalField(
        min_value=0,
        max_digits=18,
        decimal_places=2,
        initial=0,
        label=_("Value"),
        error_messages={"min_value": _("Enter a value of 0 or more.")},
    )
    currency = forms.ChoiceField(choices=_currencies, label=_("Currency"))
    expected_close_on = DayField(
        label=_("Expected close"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter a date such as 2026-12-31.")},
    )
    owner = forms.ModelChoiceField(
        queryset=User.objects.none(), required=False, empty_label=_("Unassigned"), label=_("Owner")
    )
    priority = forms.ChoiceField(choices=DealPriority.choices, label=_("Priority"))
    next_step = forms.CharField(
        max_length=200,
        required=False,
        label=_("Next step"),
        help_text=_("For example: Kim sends the contract."),
    )
    category_override = forms.ChoiceField(choices=CATEGORIES, required=False, label=_("Forecast category"))
    reason = forms.CharField(
        max_length=200,
        required=False,
        label=_("Reason"),
        help_text=_("Shown in the deal's history."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=LARGEST_NUMBER)

    def __init__(self, *args: Any, only: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(only or self.fields):
            del self.fields[name]
        owner = self.fields.get("owner")
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = active_people()

    def changes(self) -> dict[str, Any]:
        """Return the fields to set, for `change_deals`."""
        values = {name: self.cleaned_data[name] for name in self.merged_names}
        return _with_ids(self.chosen(values))

    def opened(self) -> dict[str, Any]:
        """Return the values that the form was opened with, for `edit_deal`."""
        return _with_ids(super().opened())


def _with_ids(values: dict[str, Any]) -> dict[str, Any]:
    if "owner" in values:
        values["owner"] = values["owner"].pk if values["owner"] else None
    return values


def edit_form(deal: Deal, data: Any = None, *, only: Iterable[str] = ()) -> DealForm:
    """Return the form of an existing deal with its current values."""
    given = {name: getattr(deal, name) for name in DealForm.base_fields if hasattr(deal, name)}
    return DealForm(data, only=only, initial=given | {"owner": deal.owner_id})


def stage_form(deal: Deal, data: Any = None) -> DealForm:
    """Return a form with the stage of a deal only."""
    form = edit_form(deal, data, only=("version",))
    form.fields["stage"] = forms.ChoiceField(choices=DealStage.choices, label=_("Stage"))
    form.initial["stage"] = deal.stage
    return form


class NewDealForm(DealForm):
    """A new deal. Lead and company are typed, since a list could have a million entries."""

    contact_email = forms.EmailField(
        required=False, label=_("Lead email"), help_text=_("The deal belongs to this lead and their company.")
    )
    company_name = forms.CharField(
        max_length=255,
        required=False,
        label=_("Company"),
        help_text=_("Only if it differs from the lead's company."),
    )
    stage = forms.ChoiceField(choices=OPEN_STAGES, label=_("Stage"))
    field_order = ("name", "contact_email", "company_name", "value", "currency", "stage", "expected_close_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("category_override", "reason", "version"):
            del self.fields[name]
        self.fields["currency"].initial = current_organization().currency
        self.fields["priority"].initial = DealPriority.MEDIUM

    def clean_contact_email(self) -> Contact | None:
        """Return the lead with the address."""
        address = self.cleaned_data["contact_email"]
        found = Contact.objects.with_emails([address]).first() if address else None
        if address and not found:
            problem = gettext("No lead has the email {email}. Add the lead first.")
            raise forms.ValidationError(problem.format(email=address))
        return found

    def clean_company_name(self) -> Company | None:
        """Return the company with the name."""
        name = self.cleaned_data["company_name"].strip()
        found = Company.objects.named(name).order_by("pk").first() if name else None
        if name and not found:
            problem = gettext('There is no company "{name}". Add a lead of the company first.')
            raise forms.ValidationError(problem.format(name=name))
        return found


class PositionForm(forms.Form):
    """The new position of a card, sent by the script of the board."""

    stage = forms.CharField(max_length=40)
    below = forms.UUIDField(required=False)
    version = forms.IntegerField(max_value=LARGEST_NUMBER)


class MoveForm(forms.Form):
    """The target of a move: a stage, or one step up or down within the column."""

    to = forms.ChoiceField()
    value = forms.DecimalField(min_value=0, max_digits=18, decimal_places=2, required=False)
    lost_reason = forms.CharField(
        max_length=200,
        required=False,
        label=_("Lost reason"),
        widget=forms.TextInput(attrs={"list": "lost-reasons", "autocomplete": "off"}),
    )
    closed_on = DayField(
        required=False,
        label=_("Close date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter a date such as 2026-12-31.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, max_value=LARGEST_NUMBER)

    def __init__(self, *args: Any, deal: Deal, to: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(value, label) for value, label in DealStage.choices if value != deal.stage]
        self.fields["to"] = forms.ChoiceField(
            label=gettext("Move to"), choices=[*others, (UP, gettext("Up one")), (DOWN, gettext("Down one"))]
        )
        self.fields["value"].label = gettext("Value in {currency}").format(currency=deal.currency)
        self.initial = {"to": to, "value": deal.value, "version": deal.version, "closed_on": today()}

    @property
    def to_stage(self) -> str:
        """The chosen target; the first choice before one is made."""
        choices = self.fields["to"].choices  # type: ignore[attr-defined] # it is a choice field
        return str(self["to"].value() or next(iter(choices))[0])

    @property
    def wins(self) -> bool:
        """Whether the chosen move wins the deal."""
        return self.to_stage == Stage.CLOSED_WON

    @property
    def loses(self) -> bool:
        """Whether the chosen move loses the deal."""
        return self.to_stage == Stage.CLOSED_LOST

    @property
    def worth(self) -> Decimal | None:
        """Return the entered value; None if it was left empty."""
        return self.cleaned_data["value"]


class ReopenForm(forms.Form):
    """The stage at which a closed deal is reopened, and the reason; owners need none at first."""

    stage = forms.ChoiceField(choices=OPEN_STAGES, label=_("Reopen at"))
    reason = forms.CharField(max_length=200, label=_("Reason"))
    version = forms.IntegerField(widget=forms.HiddenInput, max_value=LARGEST_NUMBER)

    def __init__(self, *args: Any, needs_reason: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason
