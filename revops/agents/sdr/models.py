"""The settings of the SDR agent, what it decided about leads, and what it made of replies."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Contact
from mauntic.delivery.models import Reply, ReplyClass
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.agents.approvals.models import Proposal
from revops.agents.sdr.domain.modes import Mode
from revops.agents.sdr.domain.planning import DAILY_CAP, LEAST_CONFIDENCE, UNTOUCHED_DAYS, Limits
from revops.agents.sdr.labels import ACTIONS, MODES, REASONS
from revops.sequences.models.sequences import Sequence


class SdrSettings(models.Model):
    """The settings of the organization: one row, or none for the defaults."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    mode = models.CharField(max_length=10, choices=list(MODES.items()), default=Mode.OFF)
    daily_cap = models.PositiveSmallIntegerField(default=DAILY_CAP)
    untouched_days = models.PositiveSmallIntegerField(default=UNTOUCHED_DAYS)
    least_confidence = models.DecimalField(
        max_digits=3,
        decimal_places=2,
        default=LEAST_CONFIDENCE,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    suggests_answers = models.BooleanField(default=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    updated_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("settings of the SDR agent")
        verbose_name_plural = _("settings of the SDR agent")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_sdr_settings")]

    def __str__(self) -> str:
        return gettext("SDR agent: {mode}").format(mode=self.get_mode_display())

    @property
    def limits(self) -> Limits:
        """Return what autopilot stays within."""
        return Limits(
            daily_cap=self.daily_cap,
            untouched_days=self.untouched_days,
            least_confidence=self.least_confidence,
        )


class SdrSequence(models.Model):
    """A sequence that the agent uses. `mode` is empty for that of the organization.

    The first one by `position` whose `seniorities` include that of the lead takes it; empty ones take all.
    """

    sequence = models.OneToOneField(Sequence, primary_key=True, on_delete=models.CASCADE, related_name="sdr")
    mode = models.CharField(max_length=10, choices=list(MODES.items()), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    seniorities: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=20), default=list, blank=True
    )

    class Meta:
        ordering = ["position", "sequence"]
        verbose_name = _("sequence of the SDR agent")
        verbose_name_plural = _("sequences of the SDR agent")

    def __str__(self) -> str:
        return str(self.sequence)


class State(models.TextChoices):
    """Whether the agent looked at it."""

    DUE = "due", _("Due")
    CLAIMED = "claimed", _("In progress")
    DONE = "done", _("Done")


class SdrDecision(models.Model):
    """What the agent decided about a lead whose recommendation changed, and why.

    `words` has the reasoning as people read it: that of the model, or that of the rules. `note` says why the
    words of the model are not used. `confidence` is the weakest of score, ICP match and completeness.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="sdr_decisions", db_index=False
    )
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    mode = models.CharField(max_length=10, choices=list(MODES.items()), blank=True)
    recommendation = models.CharField(max_length=13, blank=True)
    action = models.CharField(max_length=13, choices=list(ACTIONS.items()), blank=True)
    reason = models.CharField(max_length=20, choices=list(REASONS.items()), blank=True)
    words = models.TextField(blank=True)
    note = models.CharField(max_length=300, blank=True)
    confidence = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    is_by_itself = models.BooleanField(default=False)
    sequence = models.ForeignKey(Sequence, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("decision of the SDR agent")
        verbose_name_plural = _("decisions of the SDR agent")
        constraints = [
            # A lead that is scored ten times in a minute is decided about once.
            models.UniqueConstraint(
                fields=["contact"], condition=Q(state="due"), name="one_due_decision_per_lead"
            )
        ]
        indexes = [
            models.Index(fields=["contact", "-created_at"], name="sdr_decisions_of_contact"),
            models.Index(fields=["-created_at", "-id"], name="sdr_decisions_newest"),
            models.Index(fields=["created_at"], condition=~Q(state="done"), name="sdr_decisions_open"),
        ]

    def __str__(self) -> str:
        return f"{self.contact}: {self.get_action_display()}"


class SdrReply(models.Model):
    """What the agent made of a reply. `label` is the class of the model, empty if it gave none.

    `outcome` says in words why there is no suggested answer.
    """

    reply = models.OneToOneField(Reply, primary_key=True, on_delete=models.CASCADE, related_name="sdr")
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    mode = models.CharField(max_length=10, choices=list(MODES.items()), blank=True)
    label = models.CharField(max_length=20, choices=ReplyClass, blank=True)
    is_applied = models.BooleanField(default=False)
    needs_person = models.BooleanField(default=False)
    outcome = models.CharField(max_length=300, blank=True)
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-created_at", "-reply_id"]
        verbose_name = _("reply read by the SDR agent")
        verbose_name_plural = _("replies read by the SDR agent")
        indexes = [
            models.Index(fields=["created_at"], condition=~Q(state="done"), name="sdr_replies_open"),
        ]

    def __str__(self) -> str:
        return str(self.reply)
