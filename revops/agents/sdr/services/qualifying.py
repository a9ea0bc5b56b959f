"""Qualify leads on request, and let the agent decide about them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.errors import NotFound
from revops.agents.sdr.domain.planning import plan
from revops.agents.sdr.labels import REASONS
from revops.agents.sdr.models import SdrSettings
from revops.agents.sdr.selectors.leads import Known, known_leads
from revops.agents.sdr.selectors.settings import mode_of, sdr_settings
from revops.agents.sdr.services.deciding import request_decisions
from revops.prospects.services.qualify import qualify_scope


@transaction.atomic
def qualify_and_plan(*, contact_ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Qualify leads, ask the agent to decide about them, and return what its rules say.

    Args:
        contact_ids: the leads, at most 100.

    Returns: for each lead its qualification, with the mode, the action and the reason.
    Raises: `NotFound` names the leads that do not exist.
    Publishes: `ProspectQualified` for each lead with another recommendation.
    """
    ids = list(dict.fromkeys(contact_ids))
    found = set(Contact.objects.filter(pk__in=ids).values_list("pk", flat=True))
    if missing := [str(pk) for pk in ids if pk not in found]:
        raise NotFound(_("These leads do not exist: {ids}.").format(ids=", ".join(missing)))
    qualify_scope(scope=Contact.objects.filter(pk__in=ids), is_asked=True)
    request_decisions(contact_ids=ids)
    leads, settings = known_leads(ids), sdr_settings()
    return [_planned(leads[pk], settings) for pk in ids if pk in leads]


def _planned(known: Known, settings: SdrSettings) -> dict[str, Any]:
    mode = mode_of(known.row, settings)
    made = plan(known.facts, mode=mode, limits=settings.limits, acted_today=0, now=now())
    prospect = known.prospect
    return {
        "contact_id": prospect.contact_id,
        "qualification_score": prospect.qualification_score,
        "icp_match": prospect.icp_match,
        "data_completeness": prospect.data_completeness,
        "recommendation": prospect.recommendation,
        "reasoning": prospect.reasoning,
        "mode": mode,
        "action": made.action,
        "action_reason": " ".join(filter(None, [str(REASONS[made.reason]), made.words])),
    }
