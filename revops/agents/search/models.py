"""The search engines of an organization."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.clock import now
from mauntic.kernel.secrets import EncryptedJSONField
from revops.agents.search.labels import ENGINE_CHOICES


class SearchAccount(models.Model):
    """A search engine that was set up, at most one of each kind; one of them is used, or none.

    `credentials` has {"key"}, never shown. `price` is in US dollars per thousand searches, as a person read
    it on `priced_on`; the AI vendor's is that of its model. `problem` is why the engine was switched off.
    """

    kind = models.CharField(primary_key=True, max_length=20, choices=ENGINE_CHOICES)
    credentials = EncryptedJSONField(default=dict, editable=False)
    base_url = models.CharField(max_length=300, blank=True)
    price = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    priced_on = models.DateField(null=True, blank=True)
    is_used = models.BooleanField(default=False)
    problem = models.CharField(max_length=300, blank=True)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["kind"]
        verbose_name = _("search engine")
        verbose_name_plural = _("search engines")
        constraints = [
            models.UniqueConstraint(
                fields=["is_used"], condition=Q(is_used=True), name="one_search_engine_is_used"
            ),
            models.CheckConstraint(
                condition=Q(price=None) | Q(price__gte=0), name="searches_have_no_negative_price"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def key(self) -> str:
        """Return the API key; empty if there is none."""
        return str((self.credentials or {}).get("key", ""))

    @property
    def price_of_one(self) -> Decimal | None:
        """Return the price of one search in US dollars; None if nobody entered it."""
        return None if self.price is None else self.price / 1_000
