"""The AI vendors of an organization, and their models."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.circuit import Circuit, CircuitState
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.kernel.secrets import EncryptedJSONField
from revops.agents.llm.domain.ceilings import MOST_THINKING
from revops.agents.llm.domain.prices import Prices
from revops.agents.llm.labels import CIRCUIT_CHOICES, VENDOR_CHOICES


class LlmAccount(models.Model):
    """An account with a vendor, at most one of each. `credentials` has {"key"}, never shown.

    `position` is the order in which vendors are tried, if the organization allows another one. The circuit
    breaker is shared by all workers of the organization.
    """

    kind = models.CharField(primary_key=True, max_length=20, choices=VENDOR_CHOICES)
    credentials = EncryptedJSONField(default=dict, editable=False)
    base_url = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    enabled = models.BooleanField(default=True)
    disabled_reason = models.CharField(max_length=300, blank=True)
    circuit_state = models.CharField(max_length=10, choices=CIRCUIT_CHOICES, default=CircuitState.CLOSED)
    consecutive_failures = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    probe_until = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["position", "kind"]
        verbose_name = _("AI vendor")
        verbose_name_plural = _("AI vendors")

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def key(self) -> str:
        """Return the API key; empty if there is none."""
        return str((self.credentials or {}).get("key", ""))

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


def _price(digits: int = 10) -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(max_digits=digits, decimal_places=4, null=True, blank=True)


class LlmModel(models.Model):
    """A model with its prices: US dollars per million tokens, and per thousand searches.

    Without prices it is not called. `priced_on` is the day on which a person read them. `thinking_tokens` are
    written before the answer, and paid; they come on top of the ceiling of a request.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(LlmAccount, on_delete=models.CASCADE, related_name="models")
    name = models.CharField(max_length=100)
    input_price = _price()
    output_price = _price()
    cache_read_price = _price()
    cache_write_price = _price()
    search_price = _price()
    priced_on = models.DateField(null=True, blank=True)
    thinking_tokens = models.PositiveIntegerField(default=0)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["account", "created_at"]
        verbose_name = _("AI model")
        verbose_name_plural = _("AI models")
        constraints = [
            models.UniqueConstraint(fields=["account", "name"], name="one_price_list_per_model"),
            models.UniqueConstraint(
                fields=["account"], condition=Q(is_default=True), name="one_default_model_per_vendor"
            ),
            models.CheckConstraint(
                condition=Q(thinking_tokens__lte=MOST_THINKING), name="models_think_within_time"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def prices(self) -> Prices | None:
        """Return the prices; None if one is missing that a call needs."""
        if self.input_price is None or self.output_price is None:
            return None
        return Prices(
            input=self.input_price,
            output=self.output_price,
            # A vendor without a cache bills its tokens as input.
            cache_read=self.input_price if self.cache_read_price is None else self.cache_read_price,
            cache_write=self.input_price if self.cache_write_price is None else self.cache_write_price,
            search=self.search_price or Decimal(0),
        )
