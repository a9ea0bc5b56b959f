"""The webhooks of e-mail services. The address has a secret, and the request is signed or has a password."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mauntic.delivery.hooks.adapters.reading import (
    MOST_MAIL,
    BadHook,
    Keys,
    PasswordMissing,
    UnreadableMail,
    events_in,
    mails_in,
)
from mauntic.delivery.hooks.selectors import mailbox_of_hook
from mauntic.delivery.hooks.services.tracking import record_events
from mauntic.delivery.inbox.services.receiving import Arrived, park, receive_safely
from mauntic.delivery.mailboxes.adapters.amazon import AmazonKey
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.kernel.requests.bodies import takes_bodies_of


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def events_hook(request: HttpRequest, service: str, token: str) -> HttpResponse:
    """Take events of messages. HEAD is how some services try the address."""
    mailbox = mailbox_of_hook(service, token)
    if request.method == "POST":
        try:
            events = events_in(service, request, _keys(mailbox))
        except BadHook as error:
            return _refused(error)
        record_events(mailbox=mailbox, events=events)
    return HttpResponse(content_type="text/plain")


@csrf_exempt
@takes_bodies_of(MOST_MAIL)
@require_http_methods(["POST", "HEAD"])
def mail_hook(request: HttpRequest, service: str, token: str) -> HttpResponse:
    """Take emails that came in."""
    mailbox = mailbox_of_hook(service, token)
    if request.method == "POST":
        # Django would refuse a body above the limit of forms; the route's own limit held already.
        request._body = request.read(MOST_MAIL * 2)  # noqa: SLF001 (what `body` returns)
        try:
            mails = mails_in(service, request, _keys(mailbox))
        except BadHook as error:
            return _refused(error)
        except UnreadableMail:
            # The service would send it again and again, and may give up the address.
            park(mailbox=mailbox, mails=[Arrived(request.body, len(request.body))])
        else:
            receive_safely(mailbox=mailbox, mails=[Arrived(raw, len(raw)) for raw in mails])
    return HttpResponse(content_type="text/plain")


def _keys(mailbox: Mailbox) -> Keys:
    amazon = AmazonKey(mailbox.secret("key_id"), mailbox.secret("api_key"), mailbox.region)
    return Keys(mailbox.secret("signing_key"), mailbox.secret("hook_password"), amazon)


def _refused(error: BadHook) -> HttpResponse:
    if isinstance(error, PasswordMissing):
        challenge = {"WWW-Authenticate": 'Basic realm="Mauntic"'}
        return HttpResponse(error.message, status=401, content_type="text/plain", headers=challenge)
    return HttpResponseBadRequest(error.message, content_type="text/plain")
