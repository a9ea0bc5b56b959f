"""API shapes of mailboxes. Passwords, keys and user names are in none of them."""

from rest_framework import serializers

from mauntic.delivery.mailboxes.models import State
from mauntic.kernel.api.serializers import CamelSerializer


class MailboxShape(CamelSerializer):
    """A mailbox with what it sent in the last 24 hours. `ownerId` is null for a shared one."""

    id = serializers.UUIDField(source="mailbox.pk")
    address = serializers.CharField(source="mailbox.address")
    from_name = serializers.CharField(source="mailbox.from_name")
    owner_id = serializers.UUIDField(source="mailbox.owner_id", allow_null=True)
    state = serializers.ChoiceField(State.choices, source="mailbox.state")
    state_reason = serializers.CharField(source="mailbox.state_reason")
    sent = serializers.IntegerField(help_text="In the last 24 hours")
    daily_limit = serializers.IntegerField(source="limit", help_text="Of today, with the ramp-up")
    waiting = serializers.IntegerField()
    last_sent_at = serializers.DateTimeField(source="mailbox.last_sent_at", allow_null=True)
    read_at = serializers.DateTimeField(source="mailbox.read_at", allow_null=True)
