"""Full recalculations and their progress."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class Recalculation(models.Model):
    """A job that scores all contacts in the order of their ids, and resumes after `after`."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    total = models.PositiveIntegerField(help_text=_("Contacts at its start"))
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    crossings = models.PositiveIntegerField(default=0, help_text=_("Thresholds that leads crossed"))
    reweighed = models.PositiveIntegerField(
        default=0,
        db_default=0,
        help_text=_("Thresholds that leads crossed because of the new version of the model"),
    )
    after = models.UUIDField(null=True, help_text=_("The last contact that was scored"))
    error = models.TextField(blank=True, help_text=_("The last error; the job is retried, up to a limit"))
    resumed = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text=_("How often it was resumed since its last progress")
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(default=now)
    progressed_at = models.DateTimeField(default=now, help_text=_("The last progress of its worker"))
    completed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("recalculation")
        verbose_name_plural = _("recalculations")
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="running"), name="one_recalculation_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.done} of {self.total}, {self.state}"

    @property
    def running(self) -> bool:
        """Return whether it is not done."""
        return self.state == self.State.RUNNING
