"""The files of a deal."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.errors import NotFound
from revops.attachments.models import Attachment
from revops.deals.models.deals import Deal


def attachments_of(deal_id: UUID) -> QuerySet[Attachment, Attachment]:
    """Return the files of a deal with their uploaders, the newest first."""
    return Attachment.objects.filter(deal=deal_id).select_related("uploaded_by")


def get_attachment(attachment_id: UUID, user: User) -> Attachment:
    """Return a file of a deal that `user` sees, with the deal.

    Raises:
        NotFound: there is no such file, or `user` does not see its deal.
    """
    seen = Attachment.objects.filter(deal__in=Deal.objects.visible_to(user)).select_related("deal")
    try:
        return seen.get(pk=attachment_id)
    except Attachment.DoesNotExist:
        raise NotFound(_("There is no file {id}.").format(id=attachment_id)) from None
