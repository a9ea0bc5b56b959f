"""Reads of lead intelligence."""

from lead_intelligence.selectors.jobs import history, job_counts, job_of, jobs, latest_job, obstacles
from lead_intelligence.selectors.new_leads import never_enriched
from lead_intelligence.selectors.overview import Overview, budgets, overview
from lead_intelligence.selectors.provenance import FieldProvenance, Suggestion, provenance
from lead_intelligence.selectors.quality import quality

__all__ = [
    "FieldProvenance",
    "Overview",
    "Suggestion",
    "budgets",
    "history",
    "job_counts",
    "job_of",
    "jobs",
    "latest_job",
    "never_enriched",
    "obstacles",
    "overview",
    "provenance",
    "quality",
]
