"""Revert imports: delete their deals that nobody has changed."""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from mauntic.broker import enqueue
from mauntic.kernel.errors import Conflict
from revops.activities.models import Activity
from revops.attachments.models import Attachment
from revops.committee.models import CommitteeMember
from revops.deal_imports.models import DealImport
from revops.deals.models.deals import Deal
from revops.jobs import TAKE_DEALS_BACK

Status = DealImport.Status
_FIRST_VERSION = 1


@transaction.atomic
def start_taking_back(*, job: DealImport, in_background: bool = True) -> None:
    """Have a worker delete what the import made; without `in_background` the caller does it itself.

    `Conflict` unless the import is completed.
    """
    done = DealImport.objects.filter(pk=job.pk, status=Status.COMPLETED)
    if not done.update(status=Status.REVERTING, error=""):
        raise Conflict(
            _("This import cannot be reverted. Its status is: {status}.").format(
                status=job.get_status_display()
            )
        )
    if in_background:
        enqueue(TAKE_DEALS_BACK, str(job.pk))


def take_deals_back(*, import_id: UUID) -> None:
    """Delete the deals of the import that are as they came, all or none; the others are counted and stay."""
    try:
        _delete(import_id)
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"[:2000]
        DealImport.objects.filter(pk=import_id).update(status=Status.COMPLETED, error=problem)
        raise


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
