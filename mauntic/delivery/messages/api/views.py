"""API endpoints of messages."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.context import signed_in
from mauntic.delivery.messages.api import serializers as shapes
from mauntic.delivery.messages.selectors import outbox
from mauntic.kernel.api.pagination import LINK, NEWEST_FIRST, paged
from mauntic.kernel.api.views import ApiView, read


class MessagesView(ApiView):
    @extend_schema(
        operation_id="delivery_messages_list",
        parameters=[shapes.MessageQuery, LINK],
        responses=shapes.MessagePage,
    )
    def get(self, request: Request) -> Response:
        """List emails from mailboxes that you may send from, newest first."""
        query = read(shapes.MessageQuery, request.query_params.dict())
        rows = outbox.messages(
            signed_in(request), state=query.get("state", ""), contact_id=query.get("contact_id")
        )
        return paged(request, rows, shapes.MessageShape, query, NEWEST_FIRST)


class MessageView(ApiView):
    @extend_schema(responses=shapes.MessageWithText)
    def get(self, request: Request, message_id: UUID) -> Response:
        """Get an email with its text."""
        return Response(shapes.MessageWithText(outbox.message_seen_by(signed_in(request), message_id)).data)
