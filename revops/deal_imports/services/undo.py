"""Revert imports: delete their unchanged deals."""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from mauntic.imports.models import Status
from mauntic.imports.services.steps import recorded_errors
from revops.activities.models import Activity
from revops.attachments.models import Attachment
from revops.committee.models import CommitteeMember
from revops.deal_imports.models import DealImport
from revops.deal_imports.services.flow import DEALS
from revops.deals.models.deals import Deal

_FIRST_VERSION = 1


def take_deals_back(*, import_id: UUID) -> None:
    """Delete the unchanged deals of an import in one transaction. Changed deals are counted and stay."""
    with recorded_errors(DEALS, import_id, at=Status.REVERTING, status=Status.COMPLETED):
        _delete(import_id)


@transaction.atomic
def _delete(import_id: UUID) -> None:
    reverting = DealImport.objects.select_for_update().filter(pk=import_id, status=Status.REVERTING)
    job = reverting.first()
    if job is None:
        return
    made = Deal.objects.filter(pk__in=job.made)
    touched = [
        Exists(model.objects.filter(deal=OuterRef("pk"))) for model in (Activity, Attachment, CommitteeMember)
    ]
    untouched = made.filter(*(~each for each in touched), version=_FIRST_VERSION)
    ids = list(untouched.select_for_update(of=("self",)).values_list("pk", flat=True))
    job.kept_count = made.count() - len(ids)
    job.reverted_count = len(ids)
    Deal.objects.filter(pk__in=ids).delete()
    job.status = Status.REVERTED
    job.save()
