"""What people do, and are to do, about leads and deals."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from mauntic.accounts.models import User
from mauntic.accounts.selectors import owned_by_visible
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.models.choices import ActivityType
from revops.models.deals import Deal


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: User) -> Self:
        """What `user` sees: their people's, and whatever is about a deal that they see."""
        about = Q(deal__in=Deal.objects.visible_to(user))
        return self.filter(owned_by_visible(user) | about)

    def to_do(self) -> Self:
        """What is still open."""
        return self.filter(completed_at=None)

    def done(self) -> Self:
        """What was done."""
        return self.exclude(completed_at=None)

    def overdue(self, at: datetime) -> Self:
        """What should have been done before `at`."""
        return self.to_do().filter(due_at__lt=at)


class Activity(models.Model):
    """A call, a meeting, a task, a note, ...: to be done by `due_at`, or done at `completed_at`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    type = models.CharField(max_length=8, choices=ActivityType)
    subject = models.CharField(max_length=200, blank=True)
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="activities"
    )
    deal = models.ForeignKey(Deal, null=True, blank=True, on_delete=models.CASCADE, related_name="activities")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="activities"
    )
    outcome = models.CharField(max_length=60, blank=True)
    duration_minutes = models.PositiveIntegerField(null=True, blank=True)
    notes = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activities"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contact__isnull=False) | Q(deal__isnull=False), name="activity_is_about_something"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_at"], condition=Q(completed_at=None), name="activities_to_do"),
            models.Index(fields=["deal", "-completed_at"], name="activities_of_deal"),
            models.Index(fields=["contact", "-completed_at"], name="activities_of_contact"),
        ]

    def __str__(self) -> str:
        return self.subject or self.get_type_display()
