"""Forms of AI vendors, their models, and the agents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import DayField, add_errors
from revops.agents.llm.domain.ceilings import MOST_THINKING
from revops.agents.llm.domain.prompts import LONGEST_INSTRUCTIONS
from revops.agents.llm.domain.requests import Agent
from revops.agents.llm.models.accounts import LlmModel
from revops.agents.llm.selectors.accounts import VendorState
from revops.agents.llm.selectors.budgets import AgentState, BudgetState
from revops.agents.llm.selectors.prompts import PromptState
from revops.agents.llm.services.accounts import PriceList

SMALL = {"class": "form-control form-control-sm num"}


class VendorForm(forms.Form):
    """An account with a vendor."""

    key = forms.CharField(
        max_length=300,
        required=False,
        label=_("API key"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    base_url = forms.CharField(
        max_length=300,
        label=_("Server address"),
        help_text=_("The base URL, such as http://localhost:11434/v1 for Ollama."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: QueryDict | None = None, *, vendor: VendorState) -> None:
        account = vendor.account
        super().__init__(data, initial={"base_url": account.base_url if account else ""})
        if not vendor.vendor.may_be_private:
            del self.fields["base_url"]
        if account and account.key:
            self.fields["key"].help_text = _("Leave empty to keep the stored key.")
        elif not vendor.vendor.needs_key:
            self.fields["key"].help_text = _("Leave empty if the server needs none.")


def _price(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        required=False, min_value=0, max_digits=10, decimal_places=4, label=label, help_text=help_text
    )


class ModelForm(forms.Form):
    """A model with its prices in US dollars."""

    name = forms.CharField(max_length=100, label=_("Model"), help_text=_("As the vendor spells it."))
    input_price = _price(
        _("Input"), _("Per million tokens. Without input and output prices the model is not used.")
    )
    output_price = _price(_("Output"), _("Per million tokens."))
    cache_read_price = _price(_("Cached input"), _("Per million tokens. Empty: the input price."))
    cache_write_price = _price(_("Cache write"), _("Per million tokens. Empty: the input price."))
    search_price = _price(_("Web search"), _("Per thousand searches."))
    priced_on = DayField(
        required=False,
        label=_("Prices as of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    thinking_tokens = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=MOST_THINKING,
        label=_("Thinking tokens"),
        help_text=_("Reserved for models that think before they answer. Thinking is billed as output."),
    )
    is_default = forms.BooleanField(required=False, label=_("Default model of this vendor"))

    @classmethod
    def of(cls, model: LlmModel) -> "ModelForm":
        """Return the form of a stored model."""
        return cls(initial={name: getattr(model, name) for name in cls.base_fields})

    def values(self) -> dict[str, Any]:
        """Return the entered values for `save_model`."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "prices": PriceList(
                input=given["input_price"],
                output=given["output_price"],
                cache_read=given["cache_read_price"],
                cache_write=given["cache_write_price"],
                search=given["search_price"],
                priced_on=given["priced_on"],
            ),
            "thinking_tokens": given["thinking_tokens"] or 0,
            "is_default": given["is_default"],
        }


@dataclass(frozen=True, slots=True)
class AgentRow:
    """An agent with its fields."""

    state: AgentState
    switch: forms.BoundField
    model: forms.BoundField
    budget: forms.BoundField


class AgentsForm(forms.Form):
    """The switches, models and budgets of all agents, the budget of the organization, and the policy."""

    allows_other_vendor = forms.BooleanField(
        required=False,
        label=_("Use another vendor when one fails"),
        help_text=_("Prompts then go to all connected vendors."),
    )
    retention_days = forms.IntegerField(
        min_value=1,
        max_value=365,
        label=_("Keep prompts and answers for (days)"),
        help_text=_("Costs and outcomes stay. Runs are erased with their lead."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        agents: Sequence[AgentState],
        total: BudgetState,
        models: Sequence[tuple[str, str]],
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial=initial)
        self.agents = agents
        self._add_budget("organization", total)
        for state in agents:
            name = state.agent.value
            self.fields[f"{name}-on"] = forms.BooleanField(
                required=False, initial=state.is_on, label=gettext("{agent} is on").format(agent=state.name)
            )
            field = forms.ChoiceField(
                required=False,
                choices=[("", gettext("Default")), *models],
                initial=state.model_id,
                label=gettext("Model of {agent}").format(agent=state.name),
            )
            field.widget.attrs |= {"class": "form-select form-select-sm", "aria-label": field.label}
            self.fields[f"{name}-model"] = field
            self._add_budget(name, state.budget)

    @property
    def rows(self) -> Iterator[AgentRow]:
        """Return the rows of the table."""
        for state in self.agents:
            name = state.agent.value
            yield AgentRow(state, self[f"{name}-on"], self[f"{name}-model"], self[f"{name}-budget"])

    @property
    def total(self) -> forms.BoundField:
        """Return the field of the organization's budget."""
        return self["organization-budget"]

    def limits(self) -> dict[str, Decimal | None]:
        """Return the entered budgets for `set_budgets`."""
        limits = {
            state.agent.value: self.cleaned_data[f"{state.agent.value}-budget"] for state in self.agents
        }
        return {"": self.cleaned_data["organization-budget"], **limits}

    def choices(self) -> Iterator[tuple[Agent, bool, UUID | None]]:
        """Yield the agents whose switch or model changed, for `set_agent`."""
        for state in self.agents:
            is_on = self.cleaned_data[f"{state.agent.value}-on"]
            model = self.cleaned_data[f"{state.agent.value}-model"]
            if (is_on, model) != (state.is_on, state.model_id):
                yield state.agent, is_on, UUID(model) if model else None

    def refuse(self, error: Invalid) -> None:
        """Show what a service refused at the fields."""
        budgets = {name: f"{name}-budget" for name in ("organization", *Agent)}
        add_errors(self, error, names=budgets)

    def _add_budget(self, name: str, state: BudgetState) -> None:
        field = forms.DecimalField(
            required=False, min_value=0, max_digits=10, decimal_places=2, initial=state.limit
        )
        field.label = gettext("Monthly budget of {scope} (USD)").format(scope=state.name)
        field.widget.attrs |= SMALL | {"aria-label": field.label, "placeholder": gettext("no limit")}
        self.fields[f"{name}-budget"] = field


class InstructionsForm(forms.Form):
    """What the organization adds to a prompt, and the version that was edited."""

    text = forms.CharField(
        required=False,
        max_length=LONGEST_INSTRUCTIONS,
        label=_("Add to the prompt"),
        help_text=_(
            "Tone, emphasis, what matters to you. Each call pays for these words. Empty adds nothing."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    based_on = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)

    @classmethod
    def of(cls, shown: PromptState, data: QueryDict | None = None) -> "InstructionsForm":
        """Return the form with the instructions that are used."""
        return cls(data, initial={"text": shown.instructions, "based_on": shown.number})


class RestoreForm(forms.Form):
    """A version to go back to, and the one that is used so far."""

    number = forms.IntegerField(min_value=0, max_value=10**9)
    based_on = forms.IntegerField(min_value=0, max_value=10**9)
