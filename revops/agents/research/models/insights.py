"""Insights, each with the words that it rests on."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Company, Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.agents.research.domain.kinds import InsightType
from revops.agents.research.domain.quality import Quality, freshness
from revops.agents.research.labels import INSIGHT_TYPES
from revops.agents.research.models.jobs import ResearchJob, ResearchPage


class ResearchInsight(models.Model):
    """A checked claim about a company, or about a person: exactly one of `company` and `contact` is set.

    The evidence is copied from the page, since pages are deleted after some time: `quote` lies word for
    word in `sentence`. `digest` is that of the folded content, so that an insight which is found again is
    confirmed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    company = models.ForeignKey(
        Company, null=True, blank=True, on_delete=models.CASCADE, related_name="insights"
    )
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="insights"
    )
    type = models.CharField(
        max_length=30, choices=[(each.value, INSIGHT_TYPES[each]) for each in InsightType]
    )
    content = models.TextField()
    quote = models.TextField()
    sentence = models.TextField()
    url = models.CharField(max_length=2_000, blank=True)
    source = models.CharField(max_length=300, blank=True, help_text=_("Title of the page, or the vendor"))
    published_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(default=now)
    relevance = models.FloatField()
    uniqueness = models.FloatField()
    digest = models.CharField(max_length=64)
    is_by_model = models.BooleanField(default=False, help_text=_("Whether a model worded it"))
    job = models.ForeignKey(
        ResearchJob, null=True, blank=True, on_delete=models.SET_NULL, related_name="insights"
    )
    page = models.ForeignKey(
        ResearchPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="insights"
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("insight")
        verbose_name_plural = _("insights")
        constraints = [
            models.CheckConstraint(
                condition=Q(company=None, contact__isnull=False) | Q(company__isnull=False, contact=None),
                name="insight_about_one",
            ),
            models.UniqueConstraint(
                fields=["company", "type", "digest"],
                condition=Q(contact=None),
                name="one_insight_of_a_company",
            ),
            models.UniqueConstraint(
                fields=["contact", "type", "digest"],
                condition=Q(company=None),
                name="one_insight_of_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.content

    def quality_at(self, at: datetime) -> Quality:
        """Return the quality as it is at a time: it fades with the age of the source."""
        fresh = freshness(InsightType(self.type), dated=self.published_at, read_at=self.read_at, now=at)
        return Quality(self.relevance, fresh, self.uniqueness)
