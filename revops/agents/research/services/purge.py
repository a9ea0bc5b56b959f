"""Delete what is old, and what a person who is erased is named in."""

from collections.abc import Sequence
from datetime import timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.models.jobs import ResearchJob, ResearchPage

PAGES_KEPT_FOR = timedelta(days=90)
JOBS_KEPT_FOR = timedelta(days=400)
TOLD, SHOWN = ("content", "sentence", "source"), ("title", "text", "lines")
"""Columns of insights and of pages that can name people; `lines` is the text of their facts."""


def purge() -> int:
    """Delete the pages of jobs after 90 days, and jobs after 400. Insights keep a copy of their evidence.

    Returns: the number of rows deleted.
    """
    pages = ResearchPage.objects.filter(fetched_at__lt=now() - PAGES_KEPT_FOR)
    jobs = ResearchJob.objects.filter(completed_at__lt=now() - JOBS_KEPT_FOR)
    return pages.delete()[0] + jobs.delete()[0]


def forget_people(*, contact_ids: Sequence[UUID]) -> None:
    """Delete insights and pages about companies that name people who are being deleted.

    Their own jobs and insights go with them. Runs in the transaction that deletes them.
    """
    people = Contact.objects.filter(pk__in=contact_ids).exclude(company=None)
    named = [
        (each.company_id, f"{each.first_name} {each.last_name}".strip(), each.email)
        for each in people.only("company", "first_name", "last_name", "email")
        if (each.first_name and each.last_name) or each.email
    ]
    if not named:
        return
    told, shown = Q(), Q()
    for company, name, email in named:
        for text in filter(None, (name if " " in name else "", email)):
            told |= Q(company=company) & _names(text, TOLD)
            shown |= Q(job__company=company) & _names(text, SHOWN)
    ResearchInsight.objects.filter(told).delete()
    ResearchPage.objects.alias(lines=Cast("facts", TextField())).filter(shown).delete()


def _names(text: str, columns: Sequence[str]) -> Q:
    """Return the condition that one of the columns contains a text."""
    return reduce(or_, (Q(**{f"{column}__icontains": text}) for column in columns))
