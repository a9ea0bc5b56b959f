"""Addresses of delivery."""

from django.urls import path

from mauntic.delivery.engagement import views as engagement
from mauntic.delivery.hooks import views as hooks
from mauntic.delivery.inbox import views as inbox
from mauntic.delivery.mailboxes.views import by_service, domains, sign_in
from mauntic.delivery.mailboxes.views import settings as mailboxes
from mauntic.delivery.messages import views as messages
from mauntic.delivery.sign_in import views as sign_in_apps
from mauntic.delivery.suppression import views as suppression

app_name = "delivery"
urlpatterns = [
    path("l/<str:token>/", engagement.followed, name="followed"),
    path("o/<str:token>.gif", engagement.opened, name="opened"),
    path("u/<str:token>/", messages.unsubscribe_page, name="unsubscribe"),
    path("mail/hooks/<str:service>/<str:token>/events/", hooks.events_hook, name="hook-events"),
    path("mail/hooks/<str:service>/<str:token>/mail/", hooks.mail_hook, name="hook-mail"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<uuid:reply_id>/", inbox.reply_detail, name="reply"),
    path("inbox/<uuid:reply_id>/done/", inbox.reply_done, name="reply-done"),
    path("inbox/<uuid:reply_id>/snooze/", inbox.reply_snooze, name="reply-snooze"),
    path("inbox/<uuid:reply_id>/assign/", inbox.reply_assign, name="reply-assign"),
    path("inbox/<uuid:reply_id>/correct/", inbox.reply_correct, name="reply-correct"),
    path("settings/mail/", mailboxes.mailbox_list, name="mailboxes"),
    path("settings/mail/new/", mailboxes.mailbox_new, name="mailbox-new"),
    path("settings/mail/new/service/", by_service.service_new, name="service-new"),
    path("settings/mail/<uuid:mailbox_id>/", mailboxes.mailbox_edit, name="mailbox"),
    path("settings/mail/<uuid:mailbox_id>/switch/", mailboxes.mailbox_switch, name="mailbox-switch"),
    path(
        "settings/mail/<uuid:mailbox_id>/disconnect/", mailboxes.mailbox_disconnect, name="mailbox-disconnect"
    ),
    path("settings/mail/<uuid:mailbox_id>/test/", mailboxes.mailbox_test, name="mailbox-test"),
    path("settings/mail/sign-in/", sign_in_apps.sign_in_apps, name="sign-in-apps"),
    path("settings/mail/sign-in/<str:provider>/", sign_in_apps.sign_in_app, name="sign-in-app"),
    path(
        "settings/mail/sign-in/<str:provider>/delete/",
        sign_in_apps.sign_in_app_delete,
        name="sign-in-app-delete",
    ),
    path("settings/mail/connect/<str:provider>/", sign_in.sign_in, name="sign-in"),
    path("settings/mail/connected/", sign_in.signed_in_at_provider, name="signed-in"),
    path("settings/mail/<uuid:mailbox_id>/domain/", domains.domain_look, name="domain-look"),
    path("settings/mail/<uuid:mailbox_id>/domain/key/", domains.domain_key, name="domain-key"),
    path("settings/mail/<uuid:mailbox_id>/domain/signing/", domains.domain_signing, name="domain-signing"),
    path("settings/mail/outbox/", messages.outbox, name="outbox"),
    path("settings/mail/messages/<uuid:message_id>/", messages.message_detail, name="message"),
    path("settings/mail/messages/<uuid:message_id>/cancel/", messages.message_cancel, name="message-cancel"),
    path("settings/mail/messages/<uuid:message_id>/settle/", messages.message_settle, name="message-settle"),
    path("settings/mail/suppressed/", suppression.suppression_list, name="suppressions"),
    path(
        "settings/mail/suppressed/<uuid:suppression_id>/delete/",
        suppression.suppression_delete,
        name="suppression-delete",
    ),
]
