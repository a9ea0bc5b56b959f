"""Rows of research."""

from typing import Any

from mauntic.kernel.clock import now
from revops.agents.research.domain.findings import Finding
from revops.agents.research.domain.kinds import InsightType
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.models.jobs import ResearchJob, ResearchPage


def make_insight(**more: Any) -> ResearchInsight:
    """An insight of a company or a contact, whose evidence says that it hires engineers."""
    kind = InsightType.CAREER_TRAJECTORY if more.get("contact") else InsightType.HIRING_SIGNALS
    content = more.get("content", "It hires engineers.")
    values = {
        "type": kind.value,
        "content": content,
        "quote": "hires engineers",
        "sentence": "Acme hires engineers in Berlin.",
        "url": "https://acme.example/jobs",
        "source": "Jobs",
        "relevance": 0.9,
        "uniqueness": 1.0,
        "digest": Finding.of_line(kind, content, "").digest,
    }
    return ResearchInsight.objects.create(**values | more)


def make_page(job: ResearchJob, **more: Any) -> ResearchPage:
    """A page that was read for a job."""
    values = {
        "position": 0,
        "url": "https://acme.example/about",
        "final_url": "https://acme.example/about",
        "outcome": "read",
        "title": "About",
        "text": "We hire engineers.",
        "fetched_at": now(),
    }
    return ResearchPage.objects.create(job=job, **values | more)
