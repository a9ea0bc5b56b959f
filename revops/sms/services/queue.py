"""Put texts into the queue, take them back, and settle unknown ones."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import held
from mauntic.kernel.errors import Conflict
from revops.sms.models import Text, TextState


@transaction.atomic
def queue_texts(*, rows: Sequence[Text]) -> None:
    """Put texts into the queue, in sets. A text that is there already is not added again.

    Args:
        rows: new texts with number, body, origin and `leaves_until`.
    """
    Text.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)


def cancel_texts(*, origin_ids: Iterable[UUID], reason: str) -> int:
    """Cancel the waiting texts of origins.

    Returns: the number of canceled texts; those that are being sent are not among them.
    """
    rows = Text.objects.filter(origin_id__in=list(origin_ids))
    # Both states, since a worker claims or gives back meanwhile: the vendor has what is claimed, or takes
    # nothing for now, and then it does not go a second time.
    rows.filter(state__in=[TextState.WAITING, TextState.CLAIMED]).update(leaves_until=now())
    waiting = rows.filter(state=TextState.WAITING)
    return waiting.update(state=TextState.CANCELED, words=reason[:300])


@transaction.atomic
def settle_text(*, text_id: UUID, was_sent: bool, by: User) -> Text:
    """Say what became of a text to whose sending no answer came.

    Args:
        text_id: a text in the state unknown.
        was_sent: whether a person found it in the vendor's log; otherwise it is canceled and decided anew.
        by: the person.

    Returns: the text.
    Raises: `NotFound`, `Conflict` if it is not unknown any more.
    """
    text = held(Text.objects.select_related("contact"), text_id, gone=_("This text does not exist any more."))
    if text.state != TextState.UNKNOWN:
        raise Conflict(_("This text is settled already."))
    text.state = TextState.SENT if was_sent else TextState.CANCELED
    text.sent_at = (text.claimed_at or now()) if was_sent else None
    text.words = _("Settled by {name}.").format(name=by)[:300]
    text.save(update_fields=["state", "sent_at", "words"])
    return text
