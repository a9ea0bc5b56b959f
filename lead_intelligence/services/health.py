"""How vendors are doing: circuit breakers that all workers of the organization share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from lead_intelligence.domain.circuit import CircuitState
from lead_intelligence.domain.outcomes import Outcome
from lead_intelligence.models import EnrichmentProvider, ProviderHealth
from lead_intelligence.selectors.vendors import Account, accounts
from lead_intelligence.services import health_checks
from lead_intelligence.services.notify import tell_admins
from lead_intelligence.vendors.base import Health
from mauntic.kernel.clock import now
from mauntic.kernel.rows import update_rows

log = structlog.get_logger(__name__)

CHECK_TIMEOUT = 5.0
LONGEST_PAUSE = 3600.0
"""Seconds after which a vendor is asked again, whatever it told."""
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
"""About as many calls weigh in the moving average of the latency."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a call to a vendor ended; `retry_after` is how many seconds it asked to be left alone."""

    slug: str
    outcome: Outcome
    latency_ms: int = 0
    retry_after: float | None = None
    detail: str = ""


@transaction.atomic(savepoint=False)
def admit(*, wanted: Mapping[str, int], until: datetime) -> dict[str, int]:
    """How many of the `wanted` calls may be made, by vendor; of a resting circuit one becomes its probe.

    A probe that has not ended by `until` counts as lost. A vendor that asked to be left alone gets none.
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
def record(*, ended: Sequence[Ended]) -> None:
    """Count how calls ended, in the order of their ends, in their vendors' circuits and averages."""
    at, healths = now(), _locked({each.slug for each in ended})
    for health in healths:
        for each in ended:
            if each.slug == health.pk:
                _count(health, each, at)
        health.updated_at = at
    update_rows(ProviderHealth.objects, healths, COUNTED)
    providers = [health.provider for health in healths]
    update_rows(EnrichmentProvider.objects, providers, {"avg_latency_ms", "success_rate"})


@transaction.atomic(savepoint=False)
def disable_provider(*, slug: str, outcome: Outcome, detail: str) -> bool:
    """Switch off a vendor that refuses us until a person acts; False when it was off already."""
    said = {
        Outcome.AUTH_FAILED: "It refuses the API key.",
        Outcome.OUT_OF_CREDIT: "Its credit is used up.",
        Outcome.FORBIDDEN_PLAN: "The plan does not include these look-ups.",
    }.get(outcome, "It refuses us.")
    row = EnrichmentProvider.objects.filter(pk=slug, enabled=True)
    switched = row.update(enabled=False, disabled_reason=f"{said} {detail}".strip()[:300])
    if switched:
        log.warning("enrichment.provider_disabled", provider=slug, outcome=outcome.value)
        name = EnrichmentProvider.objects.get(pk=slug).name
        tell_admins(
            subject=f"{name} is switched off",
            text=f"{name} is not asked for leads any more. {said} Set it right on its page under Enrichment.",
        )
    return bool(switched)


def check_providers() -> dict[str, Health]:
    """Ask every usable vendor's free endpoint, which is never billed, and note what it tells."""
    told: dict[str, Health] = {}
    for account in _usable(accounts().values()):
        health = account.vendor.check_health(CHECK_TIMEOUT)
        if health is not None:
            told[account.provider.slug] = health
            _keep(account.provider.slug, health)
    health_checks.prune()
    return told


def _usable(every: Iterable[Account]) -> list[Account]:
    return [each for each in every if each.provider.enabled and each.vendor.api_key]


@transaction.atomic
def _keep(slug: str, health: Health) -> None:
    health_checks.keep(slug=slug, health=health)
    # A free endpoint that answers proves the key, not the look-ups: it neither probes nor closes a circuit.
    if health.outcome.counts_towards_circuit:
        record(ended=[Ended(slug, health.outcome, health.latency_ms, detail=health.detail)])
    ProviderHealth.objects.filter(pk=slug).update(checked_at=now(), credits_left=health.credits_left)
    if health.outcome.disables_provider:
        disable_provider(slug=slug, outcome=health.outcome, detail=health.detail)


def _locked(slugs: Iterable[str]) -> list[ProviderHealth]:
    rows = ProviderHealth.objects.filter(pk__in=list(slugs)).select_related("provider").order_by("pk")
    return list(rows.select_for_update(of=("self",)))


def _count(health: ProviderHealth, ended: Ended, at: datetime) -> None:
    outcome = ended.outcome
    limited = outcome is Outcome.RATE_LIMITED
    if limited and health.paused_until and at < health.paused_until:
        return  # a call that was under way when another was told so: nothing new
    if limited and ended.retry_after:
        health.paused_until = at + timedelta(seconds=min(ended.retry_after, LONGEST_PAUSE))
    if outcome.counts_towards_circuit:
        health.circuit = health.circuit.failed(at)
        health.failure_count += 1
        health.last_failure_at, health.last_error = at, ended.detail[:300]
    elif outcome.resets_circuit:
        health.circuit = health.circuit.succeeded()
        health.success_count += 1
        health.last_success_at = at
    else:
        health.circuit = health.circuit.undecided()
    _average(health, ended.latency_ms)


def _average(health: ProviderHealth, latency_ms: int) -> None:
    provider, seen = health.provider, health.success_count + health.failure_count
    weight = 1 / min(seen, LATENCY_MEMORY) if seen else 1
    provider.avg_latency_ms = round(provider.avg_latency_ms * (1 - weight) + latency_ms * weight)
    provider.success_rate = round(health.success_count / seen, 4) if seen else 1.0
