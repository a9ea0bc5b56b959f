"""Attach and delete files of deals, stored in the organization's own folder."""

from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.errors import Invalid, NotFound
from revops.attachments.models import Attachment
from revops.deals.models.deals import Deal
from revops.deals.services.create import locked_deals

MOST_BYTES = 25 * 1024 * 1024
LONGEST_NAME = 255


@transaction.atomic
def attach_file(*, deal_id: UUID, file: File[bytes], name: str, by: User) -> Attachment:
    """Attach a file to a deal.

    Returns: the attachment.

    Raises:
        NotFound: `by` cannot see the deal.
        Invalid: the file is empty or larger than `MOST_BYTES`; names the field "file".
    """
    deal = locked_deals([deal_id], by)[0]
    if not file.size:
        raise Invalid({"file": _("The file is empty. Choose another one.")})
    if file.size > MOST_BYTES:
        raise Invalid(
            {
                "file": _("The file is larger than {size} MB. Choose a smaller one.").format(
                    size=MOST_BYTES // 1024**2
                )
            }
        )
    attachment = Attachment(deal=deal, name=name[-LONGEST_NAME:] or "file", size=file.size, uploaded_by=by)
    # Stored under the id of the row, so that no user input becomes part of a path.
    attachment.file.save(str(attachment.pk), file, save=True)
    return attachment


@transaction.atomic
def delete_attachment(*, attachment_id: UUID, by: User) -> Attachment:
    """Delete a file permanently. It leaves the disk once the transaction is committed.

    Returns: the deleted attachment.

    Raises:
        NotFound: there is no such file, or `by` cannot see its deal.
    """
    seen = Attachment.objects.filter(deal__in=Deal.objects.visible_to(by))
    attachment = seen.select_for_update(of=("self",)).filter(pk=attachment_id).first()
    if attachment is None:
        raise NotFound(_("There is no file {id}.").format(id=attachment_id))
    storage, path = attachment.file.storage, str(attachment.file.name)
    attachment.delete()
    transaction.on_commit(lambda: storage.delete(path))
    return attachment
