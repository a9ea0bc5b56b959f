"""API endpoints of mailboxes."""

from itertools import islice
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.context import signed_in
from mauntic.delivery.mailboxes.api.serializers import MailboxShape
from mauntic.delivery.mailboxes.selectors import mailbox_of, mailboxes_of, usage_of
from mauntic.kernel.api.views import ApiView

MOST_LISTED = 1_000


class MailboxesView(ApiView):
    @extend_schema(responses=MailboxShape(many=True), operation_id="delivery_mailboxes_list")
    def get(self, request: Request) -> Response:
        """List the mailboxes that you may send from, by address, at most 1,000."""
        rows = islice(usage_of(mailboxes_of(signed_in(request))), MOST_LISTED)
        return Response(MailboxShape(list(rows), many=True).data)


class MailboxView(ApiView):
    @extend_schema(responses=MailboxShape)
    def get(self, request: Request, mailbox_id: UUID) -> Response:
        """Get a mailbox that you may send from."""
        user = signed_in(request)
        found = mailbox_of(user, mailbox_id)
        [usage] = usage_of(mailboxes_of(user).filter(pk=found.pk))
        return Response(MailboxShape(usage).data)
