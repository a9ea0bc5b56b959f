"""Jobs of revenue operations."""

from uuid import UUID

import dramatiq

from revops import services
from revops.services import deal_import, deal_import_undo, health, snapshots

ALL_DEALS_MS = 3_600_000


@dramatiq.actor(actor_name="revops.retry_unrouted")
def retry_unrouted() -> None:
    """Try those leads again that nobody could take of late."""
    services.retry_unrouted()


@dramatiq.actor(actor_name="revops.reroute_leavers")
def reroute_leavers() -> None:
    """Hand on what belongs to people who have left."""
    services.reroute_leavers()


@dramatiq.actor(actor_name="revops.assess_deals", time_limit=ALL_DEALS_MS)
def assess_deals() -> None:
    """Look at all open deals: time alone makes warnings true."""
    health.assess_deals()


@dramatiq.actor(actor_name="revops.assess_some")
def assess_some(deal_ids: list[str]) -> None:
    """Look at these deals, since something happened to them."""
    health.assess_deals(deal_ids=[UUID(pk) for pk in deal_ids])


@dramatiq.actor(actor_name="revops.run_deal_import", max_retries=0, time_limit=ALL_DEALS_MS)
def run_deal_import(import_id: str) -> None:
    """Write the deals of a file; what stops it stands at the import, where a person starts it again."""
    deal_import.run_deal_import(import_id=UUID(import_id))


@dramatiq.actor(actor_name="revops.snapshot_forecast", time_limit=ALL_DEALS_MS)
def snapshot_forecast() -> None:
    """Keep what the forecast of today is, at six in the morning where the organization is."""
    snapshots.take_snapshots_of_today()


@dramatiq.actor(actor_name="revops.take_deals_back", max_retries=0, time_limit=ALL_DEALS_MS)
def take_deals_back(import_id: str) -> None:
    """Delete the deals of an import that nobody has worked on."""
    deal_import_undo.take_deals_back(import_id=UUID(import_id))
