"""The API of signals."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.kernel import clock
from mauntic.kernel.api.pagination import LINK, Order, next_link, walk
from mauntic.kernel.api.views import ApiView, read
from scoring.signals.api import serializers as shapes
from scoring.signals.selectors import contacts, shown

LATEST_FIRST = Order("detected_at", descending=True)


class SignalsOfContactView(ApiView):
    @extend_schema(parameters=[shapes.SignalsQuery, LINK], responses=shapes.SignalShape(many=True))
    def get(self, request: Request, contact_id: UUID) -> Response:
        """List the signals of a contact, latest first, with their current weight.

        A page has `limit` signals, at most 100. Follow the `Link` header to read further pages.
        """
        query = read(shapes.SignalsQuery, request.query_params.dict())
        contacts.require_contact(contact_id)
        at = clock.now()
        rows = shown.signal_rows(contact_id, at, active_only=query["active_only"])
        found = walk(rows, LATEST_FIRST, query)
        signals = [shown.view_of(row, at) for row in found.rows]
        headers = next_link(request, found.next_cursor)
        return Response(shapes.SignalShape(signals, many=True).data, headers=headers)
