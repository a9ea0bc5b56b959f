"""Jobs of lead intelligence."""

import dramatiq

from lead_intelligence import services
from mauntic.accounts.models import User

MINUTE = 60_000


@dramatiq.actor(actor_name="lead_intelligence.run_jobs", queue_name="enrichment", time_limit=30 * MINUTE)
def run_jobs() -> None:
    """Enrich the contacts whose jobs wait."""
    services.run_jobs()


@dramatiq.actor(actor_name="lead_intelligence.run_urgent_jobs", time_limit=30 * MINUTE)
def run_urgent_jobs() -> None:
    """Enrich the contacts that somebody waits for, past the queue of the others."""
    services.run_jobs(urgent_only=True)


@dramatiq.actor(actor_name="lead_intelligence.resume_jobs")
def resume_jobs() -> None:
    """Send jobs again that were lost or whose worker died."""
    services.resume_jobs()


@dramatiq.actor(actor_name="lead_intelligence.clean_cache")
def clean_cache() -> None:
    """Drop stale answers."""
    services.clean_cache()


@dramatiq.actor(actor_name="lead_intelligence.check_providers")
def check_providers() -> None:
    """Ask the vendors' free endpoints how they are."""
    services.check_providers()


@dramatiq.actor(actor_name="lead_intelligence.watch_budgets")
def watch_budgets() -> None:
    """Tell the admins of budgets that run out."""
    services.watch_budgets()


@dramatiq.actor(actor_name="lead_intelligence.mail_admins")
def mail_admins(subject: str, text: str) -> None:
    """Mail the admins; a mail that fails is tried again."""
    services.mail_admins(subject=subject, text=text)


@dramatiq.actor(actor_name="lead_intelligence.refresh_leads")
def refresh_leads() -> None:
    """Enrich again what is old, by the policy."""
    services.refresh_leads()


@dramatiq.actor(actor_name="lead_intelligence.refresh_quality", time_limit=5 * MINUTE)
def refresh_quality() -> None:
    """Let data quality fade as time goes by."""
    services.refresh_quality()


@dramatiq.actor(actor_name="lead_intelligence.revert_provider", time_limit=10 * MINUTE)
def revert_provider(provider: str, by_id: str) -> None:
    """Take back all of a vendor's values; a second run finds none."""
    services.revert_provider(provider=provider, by=User.objects.filter(pk=by_id).first())
