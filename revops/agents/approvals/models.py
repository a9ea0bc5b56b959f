"""What agents propose, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.agents.approvals.domain.statuses import OPEN, Status
from revops.agents.approvals.labels import AGENTS, REJECTIONS, STATUSES


class Proposal(models.Model):
    """An action that an agent proposes. It is deleted with its contact.

    `payload` is exactly what would be done, and `payload_hash` its SHA-256, which an approval must name.
    `slot` is what only one open proposal of a kind may be about, such as a conversation. `facts` has {"key",
    "value", "source", "version"}: the version is what must not have changed when it is executed. `edits` has
    {"by", "at", "field", "before", "after"}. `acts_for` is the user with whose rights an agent acts that
    needs no approval. `detail` says what came of it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    agent = models.CharField(max_length=20, choices=list(AGENTS.items()))
    status = models.CharField(
        max_length=12,
        choices=list(STATUSES.items()),
        default=Status.PENDING,
    )
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="proposals", db_index=False
    )
    target_id = models.UUIDField()
    slot = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    payload_hash = models.CharField(max_length=64)
    edits = models.JSONField(default=list, blank=True)
    facts = models.JSONField(default=list, blank=True)
    why = models.TextField(blank=True)
    acts_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    rejection = models.CharField(max_length=20, blank=True, choices=list(REJECTIONS.items()))
    note = models.CharField(max_length=300, blank=True)
    detail = models.CharField(max_length=500, blank=True)
    record_id = models.UUIDField(null=True, blank=True, help_text=_("What it made, such as an enrollment"))
    attempts = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    executed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            # Two workers that read the same mail at once make one draft.
            models.UniqueConstraint(
                fields=["kind", "slot"], condition=Q(status__in=OPEN), name="one_open_proposal_per_slot"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-created_at", "-id"], name="proposals_by_status"),
            models.Index(fields=["contact", "-created_at"], name="proposals_of_contact"),
            # The sweep, and the count in the menu.
            models.Index(
                fields=["expires_at"], condition=Q(status=Status.PENDING), name="proposals_expiring"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_status_display()}"

    @property
    def is_pending(self) -> bool:
        """Whether a person can still decide."""
        return self.status == Status.PENDING and self.expires_at > now()
