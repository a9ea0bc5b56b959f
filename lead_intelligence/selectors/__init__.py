"""Reads of lead intelligence."""

from lead_intelligence.selectors.jobs import history, job_of, jobs, latest_job
from lead_intelligence.selectors.overview import Overview, budgets, overview
from lead_intelligence.selectors.provenance import FieldProvenance, Suggestion, provenance
from lead_intelligence.selectors.quality import quality

__all__ = [
    "FieldProvenance",
    "Overview",
    "Suggestion",
    "budgets",
    "history",
    "job_of",
    "jobs",
    "latest_job",
    "overview",
    "provenance",
    "quality",
]
