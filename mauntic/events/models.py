"""The log of events, and the status of their deliveries to receivers."""

import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.events.attribution import Attributed
from mauntic.events.catalog import Event, event_type
from mauntic.events.catalog.guards import Restriction, restrictions
from mauntic.events.labels import event_label
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class IsOneOf(Func):
    """`value = ANY (array)`: the form that looks up a primary key by its index."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = models.BooleanField()


# Beyond every back-off.
LONGEST_WAIT = timedelta(hours=2)


class StoredEventQuerySet(models.QuerySet["StoredEvent"]):
    def visible_to(self, user: User) -> Self:
        """Return rows with a fact that `user` may see. Other facts of the row may be hidden."""
        return self.within(restrictions(user))

    def within(self, restricted: Iterable[Restriction]) -> Self:
        """Return rows with a fact that these restrictions do not hide."""
        rows = self
        for each in restricted:
            # The array's ids are looked up by primary key; asked only for rows of the guarded types.
            is_seen = Exists(each.records.order_by().filter(IsOneOf(F("pk"), OuterRef("subject_ids"))))
            names_none = Q(facts__contains=[{each.key: None}])
            rows = rows.filter(~Q(type__in=each.types) | is_seen | names_none)
        return rows

    def about(self, record_id: uuid.UUID) -> Self:
        """Return rows with a fact about this record."""
        return self.filter(subject_ids__contains=[record_id])

    def about_any(self, record_ids: Iterable[uuid.UUID]) -> Self:
        """Return rows with a fact about one of these records."""
        return self.filter(subject_ids__overlap=list(record_ids))

    def between(self, since: datetime | None, until: datetime | None) -> Self:
        """Return rows of `since <= occurred_at < until`. None means no limit on that side."""
        rows = self.filter(occurred_at__gte=since) if since else self
        return rows.filter(occurred_at__lt=until) if until else rows


class StoredEvent(Attributed):
    """One or more facts of one type that were published together: a row keeps a chunk of them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    type = models.CharField(max_length=100)
    facts = models.JSONField()
    fact_count = models.PositiveIntegerField()
    subject_ids = ArrayField(models.UUIDField())
    occurred_at = models.DateTimeField(default=now)
    cause_kind = models.CharField(max_length=10, blank=True)
    cause_id = models.CharField(max_length=64, blank=True)

    # The selectors fill these in for the user who asks: the type of the event that led to this one, empty
    # when that is hidden, and the number of facts that are shown.
    cause_type: str
    shown_count: int
    # Of the first fact that is shown, in words.
    title: str
    text: str

    @property
    def delivery_counts(self) -> dict[str, int]:
        """Number of deliveries by status."""
        return Counter(delivery.status for delivery in self.deliveries.all())

    objects = StoredEventQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_at", "-id"]
        indexes = [
            models.Index(fields=["-occurred_at", "-id"]),
            models.Index(fields=["type", "-occurred_at"]),
            models.Index(fields=["cause_id"], condition=~models.Q(cause_id=""), name="events_by_cause"),
            GinIndex(fields=["subject_ids"], name="events_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{event_label(self.type)} ×{self.fact_count}"

    def events(self) -> list[Event]:
        """Return the facts as event objects, in the order in which they were published."""
        cls = event_type(self.type)
        return [cls.from_wire(fact) for fact in self.facts]


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, at: datetime) -> Self:
        """Return pending deliveries that are due, or whose time is off by a jump of the system time."""
        is_due = models.Q(due_at__lte=at) | models.Q(due_at__gt=at + LONGEST_WAIT)
        return self.filter(is_due, status=Delivery.Status.PENDING)

    def dead(self) -> Self:
        """Return deliveries that are not attempted again."""
        return self.filter(status=Delivery.Status.DEAD)


class Delivery(models.Model):
    """The delivery of a stored event to a receiver, which takes effect exactly once."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Pending")
        DONE = "done", _("Done")
        DEAD = "dead", _("Dead")

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(StoredEvent, on_delete=models.CASCADE, related_name="deliveries")
    receiver = models.CharField(max_length=150)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["event", "receiver"], name="one_delivery_per_receiver"),
        ]
        indexes = [
            # The sweep and the page of dead deliveries look at the few rows that are not done.
            models.Index(
                fields=["status", "due_at"], condition=~models.Q(status="done"), name="deliveries_not_done"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receiver}: {self.get_status_display()}"
