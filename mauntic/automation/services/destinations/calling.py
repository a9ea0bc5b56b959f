"""Call a webhook or Slack once, and say what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from standardwebhooks import Webhook

from mauntic.automation.models import SlackChannel, WebhookEndpoint
from mauntic.kernel.clock import now
from mauntic.kernel.errors import MaunticError, Temporary, Uncertain, VendorError
from mauntic.kernel.http import HttpAnswer, HttpClient, TransportError, UnreachableError

SECONDS, CONNECT_SECONDS = 10.0, 3.0
MOST_BYTES = 20_000
"""Standard Webhooks asks for bodies below 20 KB."""
SHOWN = 500
MOST_ANSWER = 64 * 1024
"""The status decides: of a longer answer, the rest is not read."""
OK, MULTIPLE, GONE, SERVER_ERROR = 200, 300, 410, 500
BUSY = frozenset({408, 425, 429})
LONGEST_ERROR = 300


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that says that the call was taken: its status, and the beginning of its text."""

    status: int
    text: str


def call_endpoint(*, endpoint: WebhookEndpoint, key: str, body: str) -> Answered:
    """Send a signed webhook. A repeated one has the same key, by which the receiver leaves it out.

    An endpoint that answers 410 is switched off.

    Args:
        endpoint: where to.
        key: `webhook-id` and `Idempotency-Key`.
        body: JSON.

    Raises: `Temporary` if the same call may succeed later; `VendorError`, `Misconfigured` if not.
    """
    at = now()
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": key,
        **signature(endpoint.secrets(at), key, at, body),
    }
    try:
        answer = _client().post(endpoint.url, data=body.encode(), headers=headers, timeout=SECONDS)
        if answer.status == GONE:
            _switch_off(endpoint)
        answered = _taken(answer, endpoint.name)
    except MaunticError as error:
        _note(endpoint, at, error.message)
        raise
    _note(endpoint, at, "")
    return answered


def signature(secrets: Sequence[str], key: str, at: datetime, body: str) -> Mapping[str, str]:
    """Return the headers of Standard Webhooks 1.0 that sign a body, once with each secret."""
    # The library takes the clock of any zone for that of UTC.
    moment = at.astimezone(UTC)
    return {
        "webhook-id": key,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(key, moment, body) for secret in secrets),
    }


def call_slack(*, channel: SlackChannel, text: str) -> Answered:
    """Post a text to a channel of Slack, in Slack's own markup.

    Raises: as `call_endpoint`; `Uncertain` if no answer came after the connection: the message may be there.
    """
    at = now()
    try:
        answer = _client().post(channel.url, json={"text": text}, timeout=SECONDS)
        answered = _taken(answer, channel.name)
    except MaunticError as error:
        _note(channel, at, error.message)
        if isinstance(error, TransportError) and not isinstance(error, UnreachableError):
            text = _("{name} did not answer. Look whether the message is there before you retry.")
            raise Uncertain(text.format(name=channel.name)) from error
        raise
    _note(channel, at, "")
    return answered


def _client() -> HttpClient:
    allowed = HttpClient.from_settings().allow_loopback
    return HttpClient(
        allow_loopback=allowed,
        connect_timeout=CONNECT_SECONDS,
        timeout=SECONDS,
        max_bytes=MOST_ANSWER,
        cuts=True,
    )


def _taken(answer: HttpAnswer, name: str) -> Answered:
    text = answer.body[: SHOWN * 4].decode(errors="replace")[:SHOWN].replace("\0", "")
    if OK <= answer.status < MULTIPLE:
        return Answered(answer.status, text)
    said = _("{name} answered {status}: {text}").format(name=name, status=answer.status, text=text or "–")
    if answer.status in BUSY or answer.status >= SERVER_ERROR:
        raise Temporary(said, status=answer.status, retry_after=answer.retry_after())
    if answer.status == GONE:
        said = _("{name} answered 410: it wants no more webhooks, and was switched off.").format(name=name)
    elif answer.status < GONE and answer.status // 100 == MULTIPLE // 100:
        said = _("{name} answered {status}: redirects are not followed.").format(
            name=name, status=answer.status
        )
    raise VendorError(said, status=answer.status)


def _switch_off(endpoint: WebhookEndpoint) -> None:
    reason = _("It answered 410: it wants no more webhooks.")
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(is_on=False, off_reason=reason)


def _note(row: WebhookEndpoint | SlackChannel, at: datetime, error: str) -> None:
    type(row).objects.filter(pk=row.pk).update(last_at=at, last_error=error[:LONGEST_ERROR])
