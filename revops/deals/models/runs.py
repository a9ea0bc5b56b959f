"""Actions on many deals, which a worker does in parts."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class BulkKind(models.TextChoices):
    """What is done to the deals. The values are those of the buttons of the table."""

    MOVE = "move", _("Move")
    ASSIGN = "assign", _("Assign")
    CLOSE_ON = "close-on", _("Set close date")
    UNDO = "undo", _("Undo")


class DealRun(models.Model):
    """An action of a person on many deals: `done` of `deal_ids` are handled, in their order.

    `value` is the stage, the id of the owner or the ISO date; empty is no owner, no date, or an undo.
    `action_id` is the `DealAction` that undoes it, or the one that an undo takes back. `left` has name and
    reason of the first deals that were left as they are, `left_count` the number of all of them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=BulkKind)
    value = models.CharField(max_length=40, blank=True)
    action_id = models.UUIDField(default=new_id)
    deal_ids = ArrayField(models.UUIDField())
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    left = models.JSONField(default=list)
    left_count = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(default=now)
    progressed_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("bulk action on deals")
        verbose_name_plural = _("bulk actions on deals")
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="deal_run_within_its_deals")
        ]
        indexes = [
            # The sweep, every minute, and the question whether an action still runs.
            models.Index(fields=["progressed_at"], condition=Q(finished_at=None), name="deal_runs_at_work"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.started_at:%Y-%m-%d %H:%M}"
