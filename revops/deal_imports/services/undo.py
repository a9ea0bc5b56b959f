"""Revert imports: delete their unchanged deals."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from mauntic.imports.models import Status
from mauntic.imports.services.steps import recorded_errors
from revops.activities.models import Activity
from revops.attachments.models import Attachment
from revops.committee.models import CommitteeMember
from revops.deal_imports.models import DealImport
from revops.deal_imports.services.flow import DEALS
from revops.deals.models.deals import Deal
from revops.deals.services.outcomes import forget_outcomes_of

_FIRST_VERSION = 1


def take_deals_back(*, import_id: UUID) -> None:
    """Delete the unchanged deals of an import in one transaction. Changed deals are counted and stay."""
    with recorded_errors(DEALS, import_id, at=Status.REVERTING, status=Status.COMPLETED):
        _delete(import_id)


@dataclass(frozen=True, slots=True)
class RevertPreview:
    """The numbers of deals that a revert deletes and keeps."""

    deleted: int
    kept: int


def revert_preview(job: DealImport) -> RevertPreview:
    """Count what a revert of a completed import would do, in two queries."""
    deleted = _untouched(job).count()
    return RevertPreview(deleted, Deal.objects.filter(pk__in=job.made).count() - deleted)


def _untouched(job: DealImport) -> QuerySet[Deal]:
    """Return the deals of an import that nobody has changed or added work to."""
    work = [
        Exists(model.objects.filter(deal=OuterRef("pk"))) for model in (Activity, Attachment, CommitteeMember)
    ]
    return Deal.objects.filter(*(~each for each in work), pk__in=job.made, version=_FIRST_VERSION)


@transaction.atomic
def _delete(import_id: UUID) -> None:
    reverting = DealImport.objects.select_for_update().filter(pk=import_id, status=Status.REVERTING)
    job = reverting.first()
    if job is None:
        return
    made = Deal.objects.filter(pk__in=job.made)
    ids = list(_untouched(job).select_for_update(of=("self",)).values_list("pk", flat=True))
    job.kept_count = made.count() - len(ids)
    job.reverted_count = len(ids)
    forget_outcomes_of(ids)
    Deal.objects.filter(pk__in=ids).delete()
    job.status = Status.REVERTED
    job.save()
