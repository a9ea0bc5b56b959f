"""Segments: leads that conditions match, or that people choose by hand, and how many they were each day."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from mauntic.crm.contacts.models.contact import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id

LONGEST_NAME, LONGEST_DESCRIPTION = 120, 500


class SegmentKind(models.TextChoices):
    """Who decides who is in it."""

    CONDITIONS = "conditions", _("Conditions decide")
    BY_HAND = "by_hand", _("People decide")


class SegmentQuerySet(models.QuerySet["Segment"]):
    def decided_by_conditions(self) -> Self:
        """Return the segments whose members follow conditions."""
        return self.filter(kind=SegmentKind.CONDITIONS)

    def built(self) -> Self:
        """Return the segments whose members follow their newest conditions, if they have any."""
        return self.filter(Q(kind=SegmentKind.BY_HAND) | Q(built_revision=F("revision")))

    def unbuilt(self) -> Self:
        """Return the segments whose members do not follow their newest conditions yet."""
        return self.decided_by_conditions().filter(built_revision__lt=F("revision"))


class Segment(models.Model):
    """Leads under a name.

    `conditions` are those of `selectors.fields`, empty for one by hand. `revision` counts their changes, and
    `built_revision` is the one that the members follow. `checked_at` is up to when conditions on time are
    followed. `size` is the number of members.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=LONGEST_NAME)
    description = models.CharField(max_length=LONGEST_DESCRIPTION, blank=True)
    kind = models.CharField(max_length=10, choices=SegmentKind)
    conditions = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=1)
    built_revision = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    size = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)

    objects = SegmentQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="one_segment_per_name",
                violation_error_message=_("There is another segment of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_built(self) -> bool:
        """Whether the members follow the newest conditions."""
        return self.kind == SegmentKind.BY_HAND or self.built_revision == self.revision


class SegmentMember(models.Model):
    """A lead is in a segment."""

    id = models.BigAutoField(primary_key=True)
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="members", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="segments")
    joined_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("member of a segment")
        verbose_name_plural = _("members of segments")
        constraints = [
            models.UniqueConstraint(fields=["segment", "contact"], name="each_segment_once_per_contact")
        ]

    def __str__(self) -> str:
        return f"{self.segment}: {self.contact}"


class SegmentDay(models.Model):
    """How a segment was doing on a day of the organization: its last size, who joined and who left."""

    id = models.BigAutoField(primary_key=True)
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="days", db_index=False)
    day = models.DateField()
    size = models.PositiveIntegerField()
    joined = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day"]
        verbose_name = _("day of a segment")
        verbose_name_plural = _("days of segments")
        constraints = [models.UniqueConstraint(fields=["segment", "day"], name="one_day_per_segment")]

    def __str__(self) -> str:
        return f"{self.segment} {self.day}"


class ChangedContact(models.Model):
    """A lead that changed, and may have to join or leave segments. A queue: a lead may be there twice."""

    id = models.BigAutoField(primary_key=True)
    contact_id = models.UUIDField()

    class Meta:
        verbose_name = _("changed lead")
        verbose_name_plural = _("changed leads")

    def __str__(self) -> str:
        return str(self.contact_id)
