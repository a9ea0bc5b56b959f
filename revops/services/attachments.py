"""Papers of deals, kept in the organization's own folder."""

from uuid import UUID

from django.core.files import File
from django.db import transaction

from mauntic.accounts.models import User
from mauntic.kernel.errors import Invalid, NotFound
from revops.models import Attachment, Deal
from revops.services.deals import locked_deals

MOST_BYTES = 25 * 1024 * 1024
LONGEST_NAME = 255


@transaction.atomic
def attach_file(*, deal_id: UUID, file: File[bytes], name: str, by: User) -> Attachment:
    """Keep a file of at most 25 MB with the deal. `Invalid` for "file" when it is empty or larger."""
    deal = locked_deals([deal_id], by)[0]
    if not file.size:
        raise Invalid({"file": "The file is empty."})
    if file.size > MOST_BYTES:
        raise Invalid({"file": f"The file is larger than {MOST_BYTES // 1024**2} MB. Make it smaller."})
    kept = Attachment(deal=deal, name=name[-LONGEST_NAME:] or "file", size=file.size, uploaded_by=by)
    # The row's own id as the name: nothing that a person typed becomes a path.
    kept.file.save(str(kept.pk), file, save=True)
    return kept


@transaction.atomic
def delete_attachment(*, attachment_id: UUID, by: User) -> Attachment:
    """Delete a file for good, from the disk, too, once this is committed. There is no way back."""
    seen = Attachment.objects.filter(deal__in=Deal.objects.visible_to(by))
    kept = seen.select_for_update(of=("self",)).filter(pk=attachment_id).first()
    if kept is None:
        raise NotFound(f"There is no file {attachment_id}.")
    storage, path = kept.file.storage, str(kept.file.name)
    kept.delete()
    transaction.on_commit(lambda: storage.delete(path))
    return kept
