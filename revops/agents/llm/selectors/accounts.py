"""The AI vendors with their models, as the settings show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.kernel.circuit import CircuitState
from mauntic.kernel.errors import NotFound
from revops.agents.llm.adapters.base import LlmVendor
from revops.agents.llm.adapters.registry import VENDORS
from revops.agents.llm.labels import vendor_name
from revops.agents.llm.models.accounts import LlmAccount, LlmModel


@dataclass(frozen=True, slots=True)
class VendorState:
    """A vendor that can be connected; `account` is None until it is."""

    vendor: type[LlmVendor]
    account: LlmAccount | None
    models: Sequence[LlmModel] = ()

    @property
    def slug(self) -> str:
        """Return the slug of the vendor."""
        return self.vendor.slug

    @property
    def name(self) -> str:
        """Return the name of the vendor."""
        return vendor_name(self.vendor.slug)

    @property
    def state(self) -> str:
        """Return `none`, `off`, `no_model`, `resting` or `ready`."""
        if self.account is None:
            return "none"
        if not self.account.enabled:
            return "off"
        if not any(model.prices for model in self.models):
            return "no_model"
        return "ready" if self.account.circuit.state is CircuitState.CLOSED else "resting"


def vendor_states() -> list[VendorState]:
    """Return all vendors, the connected ones first in the order in which they are tried; two queries."""
    accounts = {row.kind: row for row in LlmAccount.objects.prefetch_related("models")}
    connected = [_state(kind, row) for kind, row in accounts.items()]
    return connected + [VendorState(VENDORS[kind], None) for kind in VENDORS if kind not in accounts]


def vendor_state(kind: str) -> VendorState:
    """Return one vendor.

    Raises: `NotFound` for an unknown slug.
    """
    if kind not in VENDORS:
        raise NotFound(_('Unknown vendor "{slug}".').format(slug=kind))
    row = LlmAccount.objects.prefetch_related("models").filter(pk=kind).first()
    return _state(kind, row) if row else VendorState(VENDORS[kind], None)


def model_choices() -> list[tuple[str, str]]:
    """Return the ids and names of all models, those of the vendor that is tried first before others."""
    rows = LlmModel.objects.select_related("account").order_by("account__position", "account", "created_at")
    return [(str(row.pk), f"{row.name} ({row.account})") for row in rows]


def model_of(kind: str, model_id: UUID) -> LlmModel:
    """Return a model of a vendor.

    Raises: `NotFound`.
    """
    row = LlmModel.objects.filter(account=kind, pk=model_id).select_related("account").first()
    if row is None:
        raise NotFound(_("This model does not exist any more."))
    return row


def _state(kind: str, row: LlmAccount) -> VendorState:
    models = sorted(row.models.all(), key=lambda model: (not model.is_default, model.created_at))
    return VendorState(VENDORS[kind], row, models)
