"""The form of a search engine."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.pages.forms import DayField
from revops.agents.search.selectors import EngineState


class EngineForm(forms.Form):
    """What an engine needs: only the fields that it has."""

    base_url = forms.CharField(
        max_length=300,
        label=_("Server address"),
        help_text=_("The server has to offer JSON: search.formats in its settings.yml."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    key = forms.CharField(
        max_length=300,
        required=False,
        label=_("API key"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    price = forms.DecimalField(
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=4,
        label=_("Price (USD)"),
        help_text=_("Per thousand searches. Enter 0 for a server of your own."),
    )
    priced_on = DayField(
        required=False,
        label=_("Price as of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: QueryDict | None = None, *, engine: EngineState) -> None:
        account = engine.account
        names = ("base_url", "price", "priced_on")
        super().__init__(data, initial={each: getattr(account, each) for each in names} if account else {})
        if not engine.has_address:
            del self.fields["base_url"]
        if not engine.has_price:
            for name in ("key", "price", "priced_on"):
                del self.fields[name]
        elif account and account.key:
            self.fields["key"].help_text = _("Leave empty to keep the stored key.")
        elif engine.has_address:
            self.fields["key"].help_text = _("Leave empty unless a proxy guards the server.")
