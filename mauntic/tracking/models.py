"""Rows of tracking."""

from datetime import datetime
from typing import Self

from django.db import models

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class VisitQuerySet(models.QuerySet["Visit"]):
    def counted(self, since: datetime) -> Self:
        """Visits of people since then; those of bots are kept and never count."""
        return self.filter(occurred_at__gte=since, is_bot=False)


class Visit(models.Model):
    """A contact saw a page."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="visits", db_index=False)
    url = models.CharField(max_length=2000)
    is_bot = models.BooleanField(default=False)
    occurred_at = models.DateTimeField(default=now)

    objects = VisitQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["contact", "-occurred_at"], name="visits_of_contact")]

    def __str__(self) -> str:
        return self.url
