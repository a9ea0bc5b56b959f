"""Activities of leads and deals, and tasks."""

from datetime import datetime
from typing import Self
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.accounts.selectors import owned_by_visible
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.activities.domain.recurrence import Rule
from revops.deals.models.deals import Deal

# A week.
LONGEST_REMINDER = 7 * 24 * 60


class ActivityType(models.TextChoices):
    CALL = "call", _("Call")
    EMAIL = "email", _("Email")
    MEETING = "meeting", _("Meeting")
    DEMO = "demo", _("Demo")
    TASK = "task", _("Task")
    NOTE = "note", _("Note")
    LINKEDIN = "linkedin", _("LinkedIn")
    SMS = "sms", _("SMS")


# Types that reach the lead. Tasks and notes do not.
TOUCHES = frozenset(ActivityType.values) - {ActivityType.TASK, ActivityType.NOTE}


class Recurrence(models.TextChoices):
    NEVER = "", _("Never")
    DAILY = Rule.DAILY.value, _("Every day")
    WEEKDAYS = Rule.WEEKDAYS.value, _("Every weekday")
    WEEKLY = Rule.WEEKLY.value, _("Every week")
    MONTHLY = Rule.MONTHLY.value, _("Every month")


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: User) -> Self:
        """Return the activities of users and deals that `user` can see."""
        theirs = owned_by_visible(user)
        # The condition of a user who sees all is empty, and `|` would drop it.
        return self.filter(theirs | Q(deal__in=Deal.objects.visible_to(user))) if theirs else self.all()

    def to_do(self) -> Self:
        """Return the open activities."""
        return self.filter(completed_at=None)

    def done(self) -> Self:
        """Return the completed activities."""
        return self.exclude(completed_at=None)

    def overdue(self, at: datetime) -> Self:
        """Return the open activities that were due before `at`."""
        return self.to_do().filter(due_at__lt=at)


class UndeletedManager(models.Manager.from_queryset(ActivityQuerySet)):  # type: ignore[misc] # made by Django
    """The activities that are not deleted."""

    def get_queryset(self) -> ActivityQuerySet:
        """Leave out deleted activities: they are kept for undo only."""
        found: ActivityQuerySet = super().get_queryset().filter(deleted_at=None)
        return found


class Activity(models.Model):
    """A call, meeting, task or note: due at `due_at`, or completed at `completed_at`.

    A deleted one stays as a row for 30 days, so that the deletion can be undone; `everything` finds it.
    `follows` is the activity that planned this one: the call that it follows up on, or the previous one of a
    recurring task.
    """

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
    recurrence = models.CharField(
        max_length=8, choices=Recurrence, blank=True, default=Recurrence.NEVER, db_default=""
    )
    recurs_until = models.DateField(null=True, blank=True, help_text=_("Last day of a recurring task"))
    recurs_on_day = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Day of the month; shorter months use their last day")
    )
    reminder_minutes = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Minutes before the due date")
    )
    remind_at = models.DateTimeField(null=True, blank=True, help_text=_("Empty once the reminder was sent"))
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followed_by"
    )
    answered = ArrayField(
        models.UUIDField(), null=True, blank=True, help_text=_("Changes of the alerts that it answered")
    )
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = UndeletedManager()
    everything = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(
                condition=Q(contact__isnull=False) | Q(deal__isnull=False) | Q(type=ActivityType.TASK),
                name="activity_is_about_something",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_at"], condition=Q(completed_at=None), name="activities_to_do"),
            models.Index(fields=["deal", "-completed_at"], name="activities_of_deal"),
            models.Index(fields=["contact", "-completed_at"], name="activities_of_contact"),
            # The sweep of reminders, every minute.
            models.Index(
                fields=["remind_at"], condition=Q(remind_at__isnull=False), name="activities_to_remind_of"
            ),
            # The sweep of activities that were deleted long ago, every hour.
            models.Index(
                fields=["deleted_at"], condition=Q(deleted_at__isnull=False), name="activities_deleted"
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.get_type_display()

    def lead_id(self) -> UUID | None:
        """Return the lead of the activity, else that of its deal."""
        return self.contact_id or (self.deal.contact_id if self.deal else None)
