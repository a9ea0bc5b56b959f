"""Set up a search engine, try it, and stop using it."""

from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotAllowed, NotFound
from mauntic.kernel.http import origin_of
from revops.agents.search.domain.results import SearchQuery
from revops.agents.search.models import SearchAccount
from revops.agents.search.selectors import BRAVE, EngineState, engine_state
from revops.agents.search.services.searching import Found, search

LONGEST_URL, LONGEST_KEY = 300, 300
HIGHEST_PRICE = Decimal(100_000)
TRIAL = SearchQuery("sales CRM", 3)


@transaction.atomic
def use_engine(
    *,
    kind: str,
    key: str = "",
    base_url: str = "",
    price: Decimal | None = None,
    priced_on: date | None = None,
    by: User,
) -> SearchAccount:
    """Set up a search engine, and use it for research instead of the one that was used.

    A stored key is sent only to the host that it was entered for: with another address, it has to be entered
    again.

    Args:
        kind: which one.
        key: the API key, stored encrypted; empty keeps the stored one.
        base_url: of a SearXNG server; the other engines have their own.
        price: US dollars per thousand searches; not for the AI vendor, whose models have it.
        priced_on: the day on which the price was read.
        by: ops or admin.

    Raises: `Invalid` per field, `NotAllowed`, `NotFound` for an unknown kind.
    """
    _check(by)
    state = engine_state(kind)
    # Locked in the order of the kinds: of two who choose at once, the second one finds the first.
    rows = {row.kind: row for row in SearchAccount.objects.select_for_update().order_by("kind")}
    row = rows.get(kind) or SearchAccount(kind=kind)
    if problems := _problems(state, row, key=key, base_url=base_url, price=price):
        raise Invalid(problems)
    SearchAccount.objects.exclude(pk=kind).filter(is_used=True).update(is_used=False)
    row.credentials = {"key": key} if key else row.credentials
    row.base_url = base_url if state.has_address else row.base_url
    row.price, row.priced_on = (price, priced_on) if state.has_price else (None, None)
    row.is_used, row.problem, row.updated_at = True, "", now()
    row.save()
    return row


@transaction.atomic
def stop_using(*, kind: str, by: User) -> None:
    """Switch web search off. The engine stays set up.

    Raises: `NotAllowed`, `NotFound`.
    """
    _check(by)
    row = _account(kind)
    row.is_used, row.problem, row.updated_at = False, "", now()
    row.save(update_fields=["is_used", "problem", "updated_at"])


@transaction.atomic
def remove_engine(*, kind: str, by: User) -> None:
    """Forget a search engine with its key.

    Raises: `NotAllowed`, `NotFound`.
    """
    _check(by)
    _account(kind).delete()


def try_engine(*, kind: str, by: User) -> Found:
    """Make one search, which is paid like any other. Must not run inside a transaction.

    Raises: `NotAllowed`, `NotFound`.
    """
    _check(by)
    account = SearchAccount.objects.filter(pk=kind).first()
    if account is None:
        raise NotFound(_("This search engine is not set up."))
    return search(account=account, query=TRIAL)


def _problems(
    state: EngineState, row: SearchAccount, *, key: str, base_url: str, price: Decimal | None
) -> dict[str, str]:
    problems = {}
    if state.has_address and (text := _url_problem(base_url)):
        problems["base_url"] = text
    if state.has_price and (text := _price_problem(price)):
        problems["price"] = text
    if text := _key_problem(state, row, key, base_url):
        problems["key"] = text
    return problems


def _price_problem(price: Decimal | None) -> str:
    if price is None:
        return _("Enter the price of a thousand searches, 0 for a server of your own.")
    if not (price.is_finite() and 0 <= price <= HIGHEST_PRICE):
        return _("Enter a price from 0 to {most}.").format(most=HIGHEST_PRICE)
    return ""


def _key_problem(state: EngineState, row: SearchAccount, key: str, base_url: str) -> str:
    if not (key.isascii() and key.isprintable() and len(key) <= LONGEST_KEY):  # a header could not carry it
        return _("Keys have letters, digits and signs without accents.")
    if state.kind == BRAVE and not key and not row.key:
        return _("Enter the API key.")
    if state.has_address and not key and row.key and _origin(row.base_url) != _origin(base_url):
        return _("Enter the key again: it was entered for another address.")
    return ""


def _url_problem(base_url: str) -> str:
    if _origin(base_url) and not urlsplit(base_url).username and len(base_url) <= LONGEST_URL:
        return ""
    return _("Enter the address of the server, such as https://search.example.com.")


def _origin(base_url: str) -> tuple[str, str, int | None] | None:
    try:
        scheme, host, port = origin_of(base_url)
    except ValueError:
        return None
    return (scheme, host, port) if scheme in {"http", "https"} and host else None


def _account(kind: str) -> SearchAccount:
    row = SearchAccount.objects.select_for_update().filter(pk=kind).first()
    if row is None:
        raise NotFound(_("This search engine is not set up."))
    return row


def _check(by: User) -> None:
    if not by.is_ops:
        raise NotAllowed(_("Only ops and admins change the settings of agents. Ask one of them."))
