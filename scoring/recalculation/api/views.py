"""The API of recalculations."""

from django.utils.translation import gettext, ngettext
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.context import require_ops
from mauntic.kernel.api.views import ApiView, read
from mauntic.kernel.display import number
from scoring.recalculation.api import serializers as shapes
from scoring.recalculation.services import recalculate
from scoring.scores.selectors import contacts as scores_contacts
from scoring.scores.services import rescoring
from scoring.signals.selectors import contacts

# A request that scores more would time out.
MOST_AT_ONCE = 5_000


class RecalculateView(ApiView):
    @extend_schema(request=shapes.RecalculateRequest, responses=shapes.RecalculateAnswer)
    def post(self, request: Request) -> Response:
        """Score one contact or all. More than 5,000 are scored in the background, as `message` says."""
        wanted = read(shapes.RecalculateRequest, request.data)
        contact_id = wanted.get("contact_id")
        if contact_id is not None:
            contacts.require_contact(contact_id)
            return _scored(rescoring.rescore(contact_ids=[contact_id]))
        user = require_ops(request)
        if not scores_contacts.more_contacts_than(MOST_AT_ONCE):
            return _scored(rescoring.rescore(chunk=wanted["batch_size"]))
        job = recalculate.start_recalculation(by=user)
        return _processed(
            ngettext(
                "{count} contact is being scored in the background.",
                "{count} contacts are being scored in the background.",
                job.total,
            ).format(count=number(job.total)),
            job.total,
        )


def _scored(done: rescoring.Rescored) -> Response:
    text = gettext("{scored} scored, {changed} changed.")
    return _processed(text.format(scored=number(done.contacts), changed=number(done.changed)), done.contacts)


def _processed(message: str, count: int) -> Response:
    return Response(shapes.RecalculateAnswer({"message": message, "contacts_processed": count}).data)
