"""The vendors of an organization with their health."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.vendors.labels import CIRCUIT_CHOICES
from mauntic.kernel.circuit import Circuit, CircuitState
from mauntic.kernel.clock import now
from mauntic.kernel.codes import code_words
from mauntic.kernel.secrets import EncryptedJSONField


class EnrichmentProvider(models.Model):
    """An account with a vendor. `config` has {"apiKey", "baseUrl"} and is never shown.

    `avg_latency_ms` (moving average) and `success_rate` (share of answered calls, 0-1) are updated by calls.
    """

    slug = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=100)
    provider_type = models.CharField(max_length=40)
    supported_fields = ArrayField(models.CharField(max_length=20))
    priority = models.PositiveSmallIntegerField(default=0)
    cost_per_lookup = models.DecimalField(max_digits=10, decimal_places=4)
    currency = models.CharField(max_length=3, default="USD", help_text=_("Vendors bill in US dollars"))
    avg_latency_ms = models.PositiveIntegerField(default=0, editable=False)
    success_rate = models.FloatField(default=1.0, editable=False)
    batch_supported = models.BooleanField(default=False)
    config = EncryptedJSONField(default=dict)
    enabled = models.BooleanField(default=True)
    disabled_reason = models.CharField(max_length=300, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["priority", "slug"]
        verbose_name = _("vendor")
        verbose_name_plural = _("vendors")
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_per_lookup__gte=0), name="look_up_costs_are_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def api_key(self) -> str:
        """Return the API key; empty if there is none."""
        return str(self.config.get("apiKey", ""))

    @property
    def base_url(self) -> str:
        """Return the base URL that replaces the vendor's own; empty for the vendor's own."""
        return str(self.config.get("baseUrl", ""))

    @property
    def fields(self) -> frozenset[Field]:
        """Return the fields that the vendor is called for."""
        return frozenset(Field(name) for name in self.supported_fields)


class ProviderHealth(models.Model):
    """The circuit breaker of a vendor, shared by all workers of the organization."""

    provider = models.OneToOneField(
        EnrichmentProvider, primary_key=True, on_delete=models.CASCADE, related_name="health"
    )
    circuit_state = models.CharField(max_length=10, choices=CIRCUIT_CHOICES, default=CircuitState.CLOSED)
    consecutive_failures = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    probe_until = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(
        null=True, blank=True, help_text=_("End of the pause that the vendor requested (rate limit)")
    )
    success_count = models.PositiveIntegerField(default=0)
    failure_count = models.PositiveIntegerField(default=0)
    last_success_at = models.DateTimeField(null=True, blank=True)
    last_failure_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    credits_left = models.BigIntegerField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("vendor health")
        verbose_name_plural = _("vendor health")

    def __str__(self) -> str:
        return f"{self.provider_id}: {self.get_circuit_state_display()}"

    @property
    def circuit(self) -> Circuit:
        """Return the circuit breaker as its rules use it."""
        return Circuit(
            CircuitState(self.circuit_state), self.consecutive_failures, self.opened_at, self.probe_until
        )

    @circuit.setter
    def circuit(self, circuit: Circuit) -> None:
        self.circuit_state = circuit.state
        self.consecutive_failures = circuit.consecutive_failures
        self.opened_at = circuit.opened_at
        self.probe_until = circuit.probe_until


class HealthCheck(models.Model):
    """A response of a vendor's free endpoint, stored for the charts for 30 days."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey(EnrichmentProvider, on_delete=models.CASCADE, related_name="checks")
    outcome = models.CharField(max_length=20)
    latency_ms = models.PositiveIntegerField()
    credits_left = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("health check")
        verbose_name_plural = _("health checks")
        indexes = [models.Index(fields=["provider", "-at"], name="health_checks_newest")]

    def __str__(self) -> str:
        return f"{code_words('provider', self.provider_id)}: {self.outcome}"
