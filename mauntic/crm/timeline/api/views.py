"""Endpoint of the timeline of a contact."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.context import signed_in
from mauntic.crm.contacts.selectors import lists
from mauntic.crm.timeline import selectors
from mauntic.crm.timeline.api import serializers as shapes
from mauntic.kernel.api.views import ApiView, read


class TimelineView(ApiView):
    @extend_schema(parameters=[shapes.TimelineQuery], responses=shapes.TimelineSerializer(many=True))
    def get(self, request: Request, contact_id: UUID) -> Response:
        """List what happened to a contact, newest first, as far as the user may see it."""
        query = read(shapes.TimelineQuery, request.query_params.dict())
        kinds = [kind.strip() for kind in query["kind"].split(",") if kind.strip()]
        contact = lists.lead(contact_id)
        entries = selectors.timeline(contact.pk, signed_in(request), kinds=kinds, limit=query["limit"])
        return Response(shapes.TimelineSerializer(entries, many=True).data)
