"""Full recalculations, with how far they are."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class Recalculation(models.Model):
    """All contacts are scored, in the order of their ids; one that died goes on after the last one done."""

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    total = models.PositiveIntegerField(help_text="contacts that there were when it began")
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    crossings = models.PositiveIntegerField(default=0)
    after = models.UUIDField(null=True, help_text="the last contact that is done")
    error = models.TextField(blank=True, help_text="what it stumbled over last; it is tried again")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(default=now)
    progressed_at = models.DateTimeField(default=now, help_text="last sign of life of its worker")
    completed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="running"), name="one_recalculation_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.done} of {self.total}, {self.state}"

    @property
    def running(self) -> bool:
        """A worker is on it."""
        return self.state == self.State.RUNNING
