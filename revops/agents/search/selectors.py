"""The search engines as the settings show them, and the one that is used."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from mauntic.kernel.errors import NotFound
from revops.agents.search.adapters.base import SearchEngine
from revops.agents.search.adapters.brave import Brave
from revops.agents.search.adapters.searxng import SearXNG
from revops.agents.search.labels import ABOUT, ENGINE_CHOICES, engine_name
from revops.agents.search.models import SearchAccount

AI_VENDOR, BRAVE, SEARXNG = (kind for kind, _label in ENGINE_CHOICES)


@dataclass(frozen=True, slots=True)
class EngineState:
    """A search engine that can be used; `account` is None until it is set up."""

    kind: str
    account: SearchAccount | None

    @property
    def name(self) -> str:
        """Return the name of the engine."""
        return engine_name(self.kind)

    @property
    def about(self) -> str:
        """Return what the engine is, as a sentence."""
        return str(ABOUT[self.kind])

    @property
    def has_price(self) -> bool:
        """Return whether its price is entered here: the AI vendor's is that of its model."""
        return self.kind != AI_VENDOR

    @property
    def has_address(self) -> bool:
        """Return whether it is a server of one's own."""
        return self.kind == SEARXNG

    @property
    def state(self) -> str:
        """Return `none`, `off`, `failed` or `used`."""
        if self.account is None:
            return "none"
        if self.account.is_used:
            return "used"
        return "failed" if self.account.problem else "off"


def engine_states() -> list[EngineState]:
    """Return all search engines; one query."""
    rows = SearchAccount.objects.in_bulk()
    return [EngineState(kind, rows.get(kind)) for kind, _label in ENGINE_CHOICES]


def engine_state(kind: str) -> EngineState:
    """Return one search engine.

    Raises: `NotFound` for an unknown kind.
    """
    if kind not in dict(ENGINE_CHOICES):
        raise NotFound(_('Unknown search engine "{kind}".').format(kind=kind))
    return EngineState(kind, SearchAccount.objects.filter(pk=kind).first())


def used_account() -> SearchAccount | None:
    """Return the search engine that research uses; None if search is off."""
    return SearchAccount.objects.filter(is_used=True).first()


def engine_of(account: SearchAccount) -> SearchEngine:
    """Return the engine of an account that is called by HTTP, ready to be asked."""
    if account.kind == BRAVE:
        return Brave(key=account.key, base_url=account.base_url)
    return SearXNG(base_url=account.base_url, key=account.key, private=settings.MAUNTIC_LLM_PRIVATE_SERVERS)
