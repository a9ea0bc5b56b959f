"""The health of vendors: circuit breakers that all workers of an organization share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from lead_intelligence.vendors.adapters.base import Health
from lead_intelligence.vendors.domain.outcomes import Outcome
from lead_intelligence.vendors.models import EnrichmentProvider, ProviderHealth
from lead_intelligence.vendors.selectors.accounts import Account, open_accounts
from lead_intelligence.vendors.services import checks
from lead_intelligence.vendors.services.notify import notify_admins
from mauntic.kernel.circuit import CircuitState
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import update_rows

log = structlog.get_logger(__name__)

CHECK_TIMEOUT = 5.0
LONGEST_PAUSE = 3600.0
"""The longest pause in seconds that a vendor can request."""
COUNTED = frozenset(
    {
        "circuit_state",
        "consecutive_failures",
        "opened_at",
        "probe_until",
        "paused_until",
        "success_count",
        "failure_count",
        "last_success_at",
        "last_failure_at",
        "last_error",
        "updated_at",
    }
)
LATENCY_MEMORY = 20
"""The number of calls in the moving average of the latency."""


@dataclass(frozen=True, slots=True)
class CallEnd:
    """The end of a vendor call. `retry_after` is the requested pause in seconds."""

    slug: str
    outcome: Outcome
    latency_ms: int = 0
    retry_after: float | None = None
    detail: str = ""


@transaction.atomic(savepoint=False)
def admit(*, wanted: Mapping[str, int], until: datetime) -> dict[str, int]:
    """Return how many of the `wanted` calls may be made, by vendor.

    An open circuit that is due admits one call as its probe, which counts as lost at `until`. A paused vendor
    gets no calls.

    Args:
        wanted: the number of calls by slug.
        until: when a probe without an answer counts as lost.
    """
    at = now()
    admitted: dict[str, int] = {}
    for health in _locked(wanted):
        number = wanted[health.pk]
        if health.paused_until and at < health.paused_until:
            number = 0
        elif health.circuit.state is not CircuitState.CLOSED:
            number = int(health.circuit.lets_through(at))
            if number:
                health.circuit = health.circuit.probing(until)
                health.save()
        admitted[health.pk] = number
    return admitted


@transaction.atomic(savepoint=False)
def record(*, ends: Sequence[CallEnd], at: datetime | None = None) -> None:
    """Record the ends of calls, in their order, in circuits and averages of their vendors.

    Args:
        at: when the responses were stored (default: now). A requested pause starts then, so that a job that
            waited for it does not find the vendor still paused.
    """
    at, healths = at or now(), _locked({each.slug for each in ends})
    for health in healths:
        for each in ends:
            if each.slug == health.pk:
                _count(health, each, at)
        health.updated_at = at
    update_rows(ProviderHealth.objects, healths, COUNTED)
    providers = [health.provider for health in healths]
    update_rows(EnrichmentProvider.objects, providers, {"avg_latency_ms", "success_rate"})


@transaction.atomic(savepoint=False)
def disable_provider(*, slug: str, outcome: Outcome, detail: str) -> bool:
    """Disable a vendor that rejects all calls, and email admins.

    Args:
        slug: the slug of the vendor.
        outcome: how the vendor rejects calls, which becomes the reason.
        detail: the vendor's own text, added to the reason.

    Returns: False if it was already disabled.
    """
    reason = {
        Outcome.AUTH_FAILED: _("The vendor rejects the API key."),
        Outcome.OUT_OF_CREDIT: _("The credit is used up."),
        Outcome.FORBIDDEN_PLAN: _("The plan does not include these lookups."),
    }.get(outcome, _("The vendor rejects all calls."))
    row = EnrichmentProvider.objects.filter(pk=slug, enabled=True)
    switched = row.update(enabled=False, disabled_reason=f"{reason} {detail}".strip()[:300])
    if switched:
        log.warning("enrichment.provider_disabled", provider=slug, outcome=outcome.value)
        name = EnrichmentProvider.objects.get(pk=slug).name
        notify_admins(
            subject=_("{vendor} disabled").format(vendor=name),
            text=_("Mauntic no longer calls {vendor}. {reason} Open Enrichment, {vendor} to fix it.").format(
                vendor=name, reason=reason
            ),
        )
    return bool(switched)


def check_providers() -> dict[str, Health]:
    """Call the free endpoint of every usable vendor and record the results, by slug.

    Returns: the results by slug.
    """
    checked: dict[str, Health] = {}
    for account in _usable(open_accounts().values()):
        health = account.vendor.check_health(CHECK_TIMEOUT)
        if health is not None:
            checked[account.provider.slug] = health
            _record_check(account.provider.slug, health)
    checks.prune()
    return checked


def _usable(every: Iterable[Account]) -> list[Account]:
    return [each for each in every if each.provider.enabled and each.vendor.api_key]


@transaction.atomic
def _record_check(slug: str, health: Health) -> None:
    checks.record_check(slug=slug, health=health)
    # A response of the free endpoint proves the key, not the lookups: it neither probes nor closes a circuit.
    if health.outcome.counts_towards_circuit:
        record(ends=[CallEnd(slug, health.outcome, health.latency_ms, detail=health.detail)])
    ProviderHealth.objects.filter(pk=slug).update(checked_at=now(), credits_left=health.credits_left)
    if health.outcome.disables_provider:
        disable_provider(slug=slug, outcome=health.outcome, detail=health.detail)


def _locked(slugs: Iterable[str]) -> list[ProviderHealth]:
    rows = ProviderHealth.objects.filter(pk__in=list(slugs)).select_related("provider").order_by("pk")
    return list(rows.select_for_update(of=("self",)))


def _count(health: ProviderHealth, end: CallEnd, at: datetime) -> None:
    outcome = end.outcome
    limited = outcome is Outcome.RATE_LIMITED
    if limited and health.paused_until and at < health.paused_until:
        return  # a call that was running when another one received the limit
    if limited and end.retry_after:
        health.paused_until = at + timedelta(seconds=min(end.retry_after, LONGEST_PAUSE))
    if outcome.counts_towards_circuit:
        health.circuit = health.circuit.failed(at)
        health.failure_count += 1
        health.last_failure_at, health.last_error = at, end.detail[:300]
    elif outcome.resets_circuit:
        health.circuit = health.circuit.succeeded()
        health.success_count += 1
        health.last_success_at = at
    else:
        health.circuit = health.circuit.undecided()
    _average(health, end.latency_ms)


def _average(health: ProviderHealth, latency_ms: int) -> None:
    provider, seen = health.provider, health.success_count + health.failure_count
    weight = 1 / min(seen, LATENCY_MEMORY) if seen else 1
    provider.avg_latency_ms = round(provider.avg_latency_ms * (1 - weight) + latency_ms * weight)
    provider.success_rate = round(health.success_count / seen, 4) if seen else 1.0
