"""The runs of agents."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mauntic.kernel.errors import NotFound
from revops.agents.llm.models.runs import AgentRun


def newest_runs() -> QuerySet[AgentRun]:
    """Return all runs without their prompts, with their leads and companies."""
    return AgentRun.objects.defer("content").select_related("contact", "company")


def run_of(run_id: UUID) -> AgentRun:
    """Return a run with its prompt and answer.

    Raises: `NotFound`.
    """
    run = AgentRun.objects.select_related("contact", "company", "instead_of").filter(pk=run_id).first()
    if run is None:
        raise NotFound(_("This run does not exist any more."))
    return run
