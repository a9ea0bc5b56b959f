"""Prospects, the ideal customer profile with its history, and the runs that qualify all leads."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.prospects.domain.profile import LONGEST_VALUE, Profile
from revops.prospects.domain.reasoning import Outcome, icp_sentence, reasoning


class Recommended(models.TextChoices):
    SEQUENCE = "sequence", _("Sequence")
    ENRICH = "enrich", _("Enrich")
    MANUAL_REVIEW = "manual_review", _("Review")
    SKIP = "skip", _("Skip")


def _texts() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=LONGEST_VALUE), default=list, blank=True)


class IcpProfile(models.Model):
    """The single row of the ideal customer profile. Empty criteria do not count."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    titles = _texts()
    seniorities = _texts()
    employees_least = models.PositiveIntegerField(null=True, blank=True)
    employees_most = models.PositiveIntegerField(null=True, blank=True)
    industries = _texts()
    countries = _texts()
    updated_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("ideal customer profile")
        verbose_name_plural = _("ideal customer profile")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_icp_profile")]

    def __str__(self) -> str:
        return gettext("Ideal customer profile")

    def profile(self) -> Profile:
        """Return the profile as the rule takes it."""
        return Profile(
            titles=tuple(self.titles),
            seniorities=tuple(self.seniorities),
            employees_least=self.employees_least,
            employees_most=self.employees_most,
            industries=tuple(self.industries),
            countries=tuple(self.countries),
        )


class IcpChange(models.Model):
    """A change of the profile. `changes` has [before, after] by field."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("change of the ideal customer profile")
        verbose_name_plural = _("changes of the ideal customer profile")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}: {', '.join(self.changes)}"


class Prospect(models.Model):
    """The latest qualification of a lead.

    `findings` has {verdict, value} by criterion of the profile that applied; of the company size also the
    limits {least, most}. `qualified_at` is when the result last changed, or a person last asked for it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="prospect")
    qualification_score = models.DecimalField(
        max_digits=5, decimal_places=2, help_text=_("The score of the lead, 0-100")
    )
    icp_match = models.DecimalField(max_digits=3, decimal_places=2, help_text=_("0-1"))
    data_completeness = models.DecimalField(max_digits=4, decimal_places=3, help_text=_("0-1"))
    recommendation = models.CharField(max_length=13, choices=Recommended)
    findings = models.JSONField(default=dict)
    qualified_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("prospect")
        verbose_name_plural = _("prospects")
        indexes = [
            # The tabs of the list, and the list of the API: the highest scores first.
            models.Index(
                fields=["recommendation", "-qualification_score", "-id"], name="prospects_by_recommendation"
            ),
            models.Index(fields=["-qualification_score", "-id"], name="prospects_by_score"),
        ]

    def __str__(self) -> str:
        return f"{self.get_recommendation_display()} ({self.qualification_score})"

    @property
    def outcome(self) -> Outcome:
        """Return the result as `domain.reasoning` words it."""
        return Outcome(
            score=self.qualification_score,
            icp_match=self.icp_match,
            completeness=self.data_completeness,
            recommendation=self.recommendation,
            findings=self.findings,
        )

    @property
    def reasoning(self) -> str:
        """Return the reasons in the reader's language."""
        return reasoning(self.outcome)

    @property
    def icp_reason(self) -> str:
        """Return how the lead matches the profile, in the reader's language."""
        return icp_sentence(self.outcome)


class QualificationRun(models.Model):
    """A job that qualifies all leads in the order of their ids, and resumes after `after`."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    total = models.PositiveIntegerField(help_text=_("Leads at its start"))
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0, help_text=_("Leads with another recommendation"))
    after = models.UUIDField(null=True, help_text=_("The last lead that was qualified"))
    error = models.TextField(blank=True, help_text=_("The last error; the job is retried"))
    started_at = models.DateTimeField(default=now)
    progressed_at = models.DateTimeField(default=now, help_text=_("The last progress of its worker"))
    completed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("qualification of all leads")
        verbose_name_plural = _("qualifications of all leads")
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="running"), name="one_qualification_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.done} of {self.total}, {self.state}"

    @property
    def running(self) -> bool:
        """Whether it is not done."""
        return self.state == self.State.RUNNING
