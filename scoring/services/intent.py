"""The intent score on the contact."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F

from mauntic.crm.services import ScoreRow, project_scores
from scoring.models import LeadScore


def project_intent(*, contact_ids: Sequence[UUID], at: datetime) -> int:
    """Bring the intent score of the contacts that show another one up to date; the count."""
    outdated = (
        LeadScore.objects.filter(contact_id__in=contact_ids)
        .exclude(intent_score=F("contact__intent_score"))
        .only("contact_id", "total", "grade", "intent_score")
    )
    rows = [
        ScoreRow(
            contact_id=score.contact_id,
            score=score.total,
            grade=score.grade,
            scored_at=at,
            intent_score=score.intent_score,
        )
        for score in outdated
    ]
    return project_scores(rows=rows)
