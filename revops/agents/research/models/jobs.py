"""Jobs of research, and the pages that they looked at."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Company, Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.agents.research.domain.kinds import ResearchType

AT_ONCE = 3
"""Jobs of an organization that run at the same time."""
LEASE = timedelta(minutes=5)
"""Silence after which the worker of a job counts as dead. It reports after each page."""
MOST_ATTEMPTS = 3


class JobState(models.TextChoices):
    PENDING = "pending", _("Waiting")
    RUNNING = "running", _("Running")
    COMPLETED = "completed", _("Completed")
    FAILED = "failed", _("Failed")


OPEN_STATES = (JobState.PENDING, JobState.RUNNING)


class JobQuerySet(models.QuerySet["ResearchJob"]):
    def open(self) -> "JobQuerySet":
        """Return the jobs that wait or run."""
        return self.filter(state__in=OPEN_STATES)

    def claimable(self, at: datetime) -> "JobQuerySet":
        """Return the jobs that wait, and those whose worker died, the oldest first."""
        silent = Q(state=JobState.RUNNING, progressed_at__lt=at - LEASE)
        return self.filter(Q(state=JobState.PENDING) | silent).order_by("created_at", "pk")


class ResearchJob(models.Model):
    """Research about a company, or about a person at it.

    `slot` is held while the job runs; no two jobs have the same, so that three run at a time. `attempt`
    tells a worker that was taken for dead that another one has the job. `dropped` counts claims by reason.
    `problem` is why a model did not read the pages, or why the job failed; a completed job with a problem
    used what is left. `search_problem` is why the web search failed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    type = models.CharField(max_length=10, choices=[(each.value, each.value) for each in ResearchType])
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="research_jobs"
    )
    company = models.ForeignKey(
        Company, null=True, blank=True, on_delete=models.SET_NULL, related_name="research_jobs"
    )
    state = models.CharField(max_length=10, choices=JobState, default=JobState.PENDING)
    slot = models.PositiveSmallIntegerField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    is_planned = models.BooleanField(default=False, help_text=_("Whether its pages are chosen"))
    insights_found = models.PositiveIntegerField(default=0, help_text=_("Insights that are new"))
    insights_confirmed = models.PositiveIntegerField(
        default=0, help_text=_("Insights that were known and found again")
    )
    dropped = models.JSONField(default=dict, help_text=_("Claims that were dropped, by reason"))
    cost = models.DecimalField(max_digits=12, decimal_places=6, default=0, help_text=_("US dollars"))
    reader = models.CharField(max_length=120, blank=True, help_text=_("The model that read the pages"))
    problem = models.CharField(max_length=500, blank=True)
    searched_with = models.CharField(
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text=_("The search engine that was asked, which is paid once"),
    )
    search_problem = models.CharField(max_length=300, blank=True, default="", db_default="")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    started_at = models.DateTimeField(null=True, blank=True)
    progressed_at = models.DateTimeField(default=now)
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("research")
        verbose_name_plural = _("research")
        constraints = [
            models.UniqueConstraint(
                fields=["slot"], condition=Q(state="running"), name="one_research_per_slot"
            ),
            # Who asks twice gets the job that is open.
            models.UniqueConstraint(
                fields=["contact"],
                condition=Q(type="person", state__in=["pending", "running"]),
                name="one_open_research_per_person",
            ),
            models.UniqueConstraint(
                fields=["company"],
                condition=Q(type="company", state__in=["pending", "running"]),
                name="one_open_research_per_company",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(state__in=["pending", "running"]),
                name="research_that_is_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type}: {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """Return whether it waits or runs."""
        return self.state in OPEN_STATES

    @property
    def claims_dropped(self) -> int:
        """Return how many claims were dropped."""
        return sum(self.dropped.values())


class PageOutcome(models.TextChoices):
    """What became of a page."""

    PENDING = "pending", _("Waiting")
    READ = "read", _("Read")
    REFUSED = "refused", _("Not allowed by robots.txt")
    BLOCKED = "blocked", _("Address not allowed")
    MISSING = "missing", _("Not found")
    FAILED = "failed", _("No answer")
    UNREADABLE = "unreadable", _("Not a readable page")
    EMPTY = "empty", _("No text")


class ResearchPage(models.Model):
    """A page as it was read: the text that the model got and against which its quotes are checked.

    `published_at` is what the page says, else what the search engine says. `facts` are lines of structured
    data, and `technologies` elements by name, both evidence like the text.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    job = models.ForeignKey(ResearchJob, on_delete=models.CASCADE, related_name="pages")
    position = models.PositiveSmallIntegerField()
    url = models.CharField(max_length=2_000)
    final_url = models.CharField(max_length=2_000, blank=True, help_text=_("After redirects"))
    found_by = models.CharField(
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text=_("The search engine that named it; empty for the company's site"),
    )
    outcome = models.CharField(max_length=10, choices=PageOutcome, default=PageOutcome.PENDING)
    words = models.CharField(max_length=300, blank=True, help_text=_("What the server answered"))
    title = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=10, blank=True)
    text = models.TextField(blank=True)
    facts = models.JSONField(default=list)
    technologies = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When a model was asked about it, which is paid once")
    )
    read_at = models.DateTimeField(null=True, blank=True, help_text=_("When its insights were stored"))

    class Meta:
        ordering = ["position"]
        verbose_name = _("page of a research")
        verbose_name_plural = _("pages of research")
        constraints = [
            models.UniqueConstraint(fields=["job", "position"], name="one_page_per_position"),
        ]
        indexes = [
            # Snapshots that are old enough to be deleted.
            models.Index(fields=["fetched_at"], name="research_pages_by_age"),
        ]

    def __str__(self) -> str:
        return self.url
