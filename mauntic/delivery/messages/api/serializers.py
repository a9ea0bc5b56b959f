"""API shapes of messages."""

from typing import Any

from rest_framework import serializers

from mauntic.delivery.messages.models import Message, MessageState
from mauntic.delivery.messages.selectors import outbox
from mauntic.kernel.api.fields import WordField
from mauntic.kernel.api.pagination import PageQuery, PageShape
from mauntic.kernel.api.serializers import CamelSerializer


class MessageShape(CamelSerializer):
    """An email to a contact. `reason` says why it waits or was canceled, else what the server answered."""

    id = serializers.UUIDField()
    mailbox_id = serializers.UUIDField()
    contact_id = serializers.UUIDField()
    to_address = serializers.CharField()
    subject = serializers.SerializerMethodField()
    state = serializers.ChoiceField(MessageState.choices)
    reason = serializers.SerializerMethodField()
    origin_kind = serializers.CharField(help_text="`person`, or what sent it, such as `sequence`")
    origin_id = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(source="handed_at", allow_null=True)
    replied_at = serializers.DateTimeField(allow_null=True)
    bounced_at = serializers.DateTimeField(allow_null=True)
    unsubscribed_at = serializers.DateTimeField(allow_null=True)
    complained_at = serializers.DateTimeField(allow_null=True, help_text="When it was reported as spam")

    def get_subject(self, message: Message) -> str:
        """Return the subject as it went out, or would go out now."""
        return outbox.preview(message).subject

    def get_reason(self, message: Message) -> str:
        """Return the sentence that the outbox shows."""
        return outbox.why(message)


class MessageWithText(MessageShape):
    """An email with its text as it went out, or would go out now."""

    text = serializers.SerializerMethodField()

    def get_text(self, message: Message) -> str:
        """Return the text without HTML."""
        return outbox.preview(message).text


class MessageQuery(PageQuery):
    contact_id = serializers.UUIDField(required=False)
    state = WordField(MessageState.choices, required=False)


class MessagePage(PageShape):
    data: Any = MessageShape(many=True)
