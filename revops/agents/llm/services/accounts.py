"""Connect AI vendors, test them, and keep the prices of their models."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.circuit import Circuit
from mauntic.kernel.clock import now
from mauntic.kernel.db.unique import save_or_refuse
from mauntic.kernel.errors import Invalid, NotAllowed, NotFound
from mauntic.kernel.http import origin_of
from revops.agents.llm.adapters.registry import VENDORS
from revops.agents.llm.domain.ceilings import MOST_THINKING
from revops.agents.llm.domain.errors import LlmError
from revops.agents.llm.models.accounts import LlmAccount, LlmModel
from revops.agents.llm.selectors.lines import vendor_of

TEST_SECONDS = 15.0
LONGEST_URL, LONGEST_NAME = 300, 100
HIGHEST_PRICE = Decimal(100_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceList:
    """Prices as a person enters them: US dollars per million tokens, and per thousand searches.

    None for the first two means that the model is not called.
    """

    input: Decimal | None
    output: Decimal | None
    cache_read: Decimal | None = None
    cache_write: Decimal | None = None
    search: Decimal | None = None
    priced_on: date | None = None


@transaction.atomic
def save_account(*, kind: str, key: str, base_url: str = "", enabled: bool = True, by: User) -> LlmAccount:
    """Connect a vendor, or change it. Enabling it clears the reason why it was switched off.

    A stored key is sent only to the host that it was entered for: with another address, it has to be entered
    again.

    Args:
        kind: the slug of the vendor.
        key: the API key, stored encrypted; empty keeps the stored one.
        base_url: of a compatible server; the other vendors have their own.
        by: ops or admin.

    Returns: the account.
    Raises: `Invalid` per field, `NotAllowed`, `NotFound` for an unknown vendor.
    """
    _check(by)
    vendor = VENDORS.get(kind)
    if vendor is None:
        raise NotFound(
            _('Unknown vendor "{slug}". Use one of {known}.').format(slug=kind, known=", ".join(VENDORS))
        )
    row = LlmAccount.objects.select_for_update().filter(pk=kind).first()
    problems = {}
    if problem := _url_problem(base_url, needs_one=vendor.may_be_private):
        problems["base_url"] = problem
    if (
        not problems
        and not key
        and row
        and _origin(row.base_url, kind) != _origin(base_url, kind)
        and row.key
    ):
        problems["key"] = _("Enter the key again: it was entered for another address.")
    if vendor.needs_key and not key and not (row and row.key):
        problems["key"] = _("Enter the API key.")
    if not (key.isascii() and key.isprintable()):  # a header could not carry it
        problems["key"] = _("Keys have letters, digits and signs without accents.")
    if problems:
        raise Invalid(problems)
    if row is None:
        last: int | None = LlmAccount.objects.aggregate(last=Max("position"))["last"]
        fresh = LlmAccount(kind=kind, position=0 if last is None else last + 1)
        # Another person, or a second click, may connect it meanwhile, whose key is not for this address.
        LlmAccount.objects.bulk_create([fresh], ignore_conflicts=True)
        row = LlmAccount.objects.select_for_update().get(pk=kind)
        row.credentials = {}
    row.credentials = {"key": key} if key else row.credentials
    row.base_url, row.enabled, row.updated_at = base_url, enabled, now()
    row.disabled_reason, row.circuit = "", Circuit()
    row.save()
    return row


@transaction.atomic
def remove_account(*, kind: str, by: User) -> None:
    """Forget a vendor with its key and its models. Runs stay.

    Raises: `NotAllowed`, `NotFound`.
    """
    _check(by)
    _account(kind).delete()


def try_account(*, kind: str, by: User) -> str:
    """Ask the vendor for the default model, which costs nothing.

    A vendor that rejects the account is switched off.

    Returns: what is wrong, as a sentence; empty if the vendor accepts the key and knows the model.
    Raises: `NotAllowed`, `NotFound`; `Invalid` without a model.
    """
    _check(by)
    account = _account(kind, locked=False)
    model = account.models.order_by("-is_default", "created_at").first()
    if model is None:
        raise Invalid({"model": _("Add a model first.")})
    try:
        vendor_of(account).check(model=model.name, seconds=TEST_SECONDS)
    except LlmError as error:
        if error.outcome.disables_vendor:
            # Without an email to admins: whoever tests it reads the reason.
            tried = LlmAccount.objects.filter(pk=kind, updated_at=account.updated_at)
            tried.update(enabled=False, disabled_reason=error.message[:300])
        return error.message
    return ""


@transaction.atomic
def save_model(
    *,
    kind: str,
    name: str,
    prices: PriceList,
    thinking_tokens: int = 0,
    is_default: bool = False,
    model_id: UUID | None = None,
    by: User,
) -> LlmModel:
    """Add a model to a vendor, or change it. The first model of a vendor is its default.

    Args:
        kind: the slug of the vendor.
        name: as the vendor spells it.
        thinking_tokens: written before the answer, and paid.
        model_id: of the model to change; None for a new one.

    Raises: `Invalid` per field, `NotAllowed`, `NotFound`.
    """
    _check(by)
    account = _account(kind)
    if problems := _model_problems(name, prices, thinking_tokens):
        raise Invalid(problems)
    row = LlmModel(account=account) if model_id is None else _model(account, model_id)
    others = account.models.exclude(pk=row.pk)
    row.is_default = is_default or not others.filter(is_default=True).exists()
    if row.is_default:
        others.update(is_default=False)
    row.name, row.thinking_tokens = name.strip(), thinking_tokens
    row.input_price, row.output_price = prices.input, prices.output
    row.cache_read_price, row.cache_write_price = prices.cache_read, prices.cache_write
    row.search_price, row.priced_on = prices.search, prices.priced_on
    save_or_refuse(row, field="name", taken=_("This vendor has a model of this name already."))
    return row


@transaction.atomic
def remove_model(*, kind: str, model_id: UUID, by: User) -> LlmModel:
    """Forget a model. Agents that used it use the default model; the oldest of the rest becomes the default.

    Raises: `NotAllowed`, `NotFound`.
    """
    _check(by)
    account = _account(kind)
    row = _model(account, model_id)
    row.delete()
    first = account.models.order_by("created_at").first()
    if row.is_default and first:
        first.is_default = True
        first.save(update_fields=["is_default"])
    return row


def _check(by: User) -> None:
    if not by.is_ops:
        raise NotAllowed(_("Only ops and admins change the settings of agents. Ask one of them."))


def _account(kind: str, *, locked: bool = True) -> LlmAccount:
    # Locked: who sets a default model looks at the other models first.
    rows = LlmAccount.objects.select_for_update() if locked else LlmAccount.objects.all()
    account = rows.filter(pk=kind).first()
    if account is None:
        raise NotFound(_("This vendor is not connected."))
    return account


def _model(account: LlmAccount, model_id: UUID) -> LlmModel:
    model = account.models.filter(pk=model_id).first()
    if model is None:
        raise NotFound(_("This model does not exist any more."))
    return model


def _origin(base_url: str, kind: str) -> tuple[str, str, int | None]:
    return origin_of(base_url or VENDORS[kind].default_base_url)


def _url_problem(base_url: str, *, needs_one: bool) -> str:
    if not base_url:
        return _("Enter the address of the server, such as http://localhost:11434/v1.") if needs_one else ""
    try:
        scheme, host, _port = origin_of(base_url)
    except ValueError:
        scheme = host = ""
    if (
        scheme in {"http", "https"}
        and host
        and not urlsplit(base_url).username
        and len(base_url) <= LONGEST_URL
    ):
        return ""
    return _("Enter an address such as https://llm.example.com/v1.")


def _model_problems(name: str, prices: PriceList, thinking_tokens: int) -> dict[str, str]:
    problems = {
        f"{field}_price": _("Enter a price from 0 to {most}.").format(most=HIGHEST_PRICE)
        for field, price in _prices(prices).items()
        if price is not None and not (price.is_finite() and 0 <= price <= HIGHEST_PRICE)
    }
    if not name.strip() or len(name) > LONGEST_NAME:
        problems["name"] = _("Enter the name of the model as the vendor spells it.")
    if (prices.input is None) != (prices.output is None):
        missing = "input_price" if prices.input is None else "output_price"
        problems[missing] = _("Enter both prices, or neither.")
    if not 0 <= thinking_tokens <= MOST_THINKING:
        problems["thinking_tokens"] = _("Enter a number from 0 to {most}.").format(most=MOST_THINKING)
    return problems


def _prices(prices: PriceList) -> Mapping[str, Decimal | None]:
    return {
        "input": prices.input,
        "output": prices.output,
        "cache_read": prices.cache_read,
        "cache_write": prices.cache_write,
        "search": prices.search,
    }
