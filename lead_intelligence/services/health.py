"""How vendors are doing: circuit breakers that all workers of the organization share."""

from collections.abc import Iterable
from datetime import datetime

import structlog
from django.db import transaction

from lead_intelligence.domain.circuit import Circuit, CircuitState
from lead_intelligence.domain.outcomes import Outcome
from lead_intelligence.models import EnrichmentProvider, ProviderHealth
from lead_intelligence.selectors.vendors import Account, accounts
from lead_intelligence.services import health_checks
from lead_intelligence.vendors.base import Health
from mauntic.kernel.clock import now

log = structlog.get_logger(__name__)

CHECK_TIMEOUT = 5.0
LATENCY_MEMORY = 20
"""About as many calls weigh in the moving average of the latency."""


@transaction.atomic
def admit(*, slug: str, until: datetime) -> bool:
    """Whether a call to the vendor may be made; of those who ask a resting circuit, one becomes its probe.

    A probe that has not ended by `until` counts as lost.
    """
    health = ProviderHealth.objects.select_for_update().get(pk=slug)
    if health.circuit.state is CircuitState.CLOSED:
        return True
    if not health.circuit.lets_through(now()):
        return False
    health.circuit = health.circuit.probing(until)
    health.save()
    return True


@transaction.atomic
def record(*, slug: str, outcome: Outcome, latency_ms: int, detail: str = "") -> None:
    """Count how a call to the vendor ended, in its circuit and in its averages."""
    health = ProviderHealth.objects.select_for_update().select_related("provider").get(pk=slug)
    at = now()
    health.circuit = _after(health.circuit, outcome, at)
    if outcome.counts_towards_circuit:
        health.failure_count += 1
        health.last_failure_at, health.last_error = at, detail[:300]
    elif outcome.resets_circuit:
        health.success_count += 1
        health.last_success_at = at
    health.updated_at = at
    health.save()
    _average(health, latency_ms)


@transaction.atomic
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
        record(slug=slug, outcome=health.outcome, latency_ms=health.latency_ms, detail=health.detail)
    ProviderHealth.objects.filter(pk=slug).update(checked_at=now(), credits_left=health.credits_left)
    if health.outcome.disables_provider:
        disable_provider(slug=slug, outcome=health.outcome, detail=health.detail)


def _after(circuit: Circuit, outcome: Outcome, at: datetime) -> Circuit:
    if outcome.counts_towards_circuit:
        return circuit.failed(at)
    return circuit.succeeded() if outcome.resets_circuit else circuit.undecided()


def _average(health: ProviderHealth, latency_ms: int) -> None:
    provider, seen = health.provider, health.success_count + health.failure_count
    weight = 1 / min(seen, LATENCY_MEMORY) if seen else 1
    EnrichmentProvider.objects.filter(pk=provider.pk).update(
        avg_latency_ms=round(provider.avg_latency_ms * (1 - weight) + latency_ms * weight),
        success_rate=round(health.success_count / seen, 4) if seen else 1.0,
    )
