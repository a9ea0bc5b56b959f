"""Moves of people to the current version of a journey, with their progress."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.automation.models import Definition, Version
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class Move(models.Model):
    """A job that moves everybody who waits in an older version to `version`, in parts.

    Whoever was moved is in the new version, so that a job whose worker was lost goes on with the others.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    definition = models.ForeignKey(Definition, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    total = models.PositiveIntegerField(help_text=_("People in older versions at its start"))
    moved = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True, help_text=_("Why it stopped"))
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(default=now)
    progressed_at = models.DateTimeField(default=now, help_text=_("The last progress of its worker"))
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        verbose_name = _("move of people")
        verbose_name_plural = _("moves of people")
        constraints = [
            models.UniqueConstraint(
                fields=["definition"], condition=Q(state="running"), name="one_move_per_journey_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.definition}: {self.moved} of {self.total}"

    @property
    def running(self) -> bool:
        """Return whether it is not done."""
        return self.state == self.State.RUNNING
