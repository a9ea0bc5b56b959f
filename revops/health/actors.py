"""Jobs of deal health."""

from uuid import UUID

from mauntic.broker.queues import BULK
from revops import jobs
from revops.health.services import assess

ALL_DEALS_MS = 3_600_000


@jobs.ASSESS_DEALS.actor(queue=BULK, time_limit=ALL_DEALS_MS)
def assess_deals() -> None:
    """Assess all open deals, since warnings depend on time."""
    assess.assess_deals()


@jobs.ASSESS_BY_NEW_RULES.actor(queue=BULK, time_limit=ALL_DEALS_MS)
def assess_by_new_rules() -> None:
    """Assess all open deals after the settings changed."""
    assess.assess_deals(by_new_rules=True)


@jobs.ASSESS_SOME.actor()
def assess_some(deal_ids: list[str]) -> None:
    """Assess these deals after a change."""
    assess.assess_deals(deal_ids=[UUID(pk) for pk in deal_ids])
