from django.urls import path

from mauntic.delivery.mailboxes.api import views as mailboxes
from mauntic.delivery.messages.api import views as messages
from mauntic.delivery.suppression.api import views as suppression

urlpatterns = [
    path("mailboxes", mailboxes.MailboxesView.as_view()),
    path("mailboxes/<uuid:mailbox_id>", mailboxes.MailboxView.as_view()),
    path("messages", messages.MessagesView.as_view()),
    path("messages/<uuid:message_id>", messages.MessageView.as_view()),
    path("suppressions", suppression.SuppressionsView.as_view()),
    path("suppressions/<uuid:suppression_id>", suppression.SuppressionView.as_view()),
]
