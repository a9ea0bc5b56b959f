"""The one way out: every call to another machine goes through `HttpClient`.

It gives what a bare call lacks: a limit on time and size, a guard against addresses of the inner
network (also behind a redirect), no cookies or proxies picked up on the way, one kind of error,
and a record of every call for whoever wants to keep it.
"""

import email.utils
import json
import math
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import requests  # noqa: TID251 - here, and only here
from django.conf import settings
from requests_hardened import Config, HTTPSession, ip_filter  # type: ignore[import-untyped] # it ships no types
from requests_hardened.ip_filter import InvalidIPAddress  # type: ignore[import-untyped] # it ships no types
from urllib3 import Timeout
from urllib3.exceptions import HTTPError, NewConnectionError

from mauntic.kernel.errors import Misconfigured, Temporary
from mauntic.kernel.http_deadline import deadline, hold_to_deadline, seconds_left
from mauntic.kernel.networks import INNER

CONNECT_TIMEOUT = 5.0
TIMEOUT = 30.0
MAX_BYTES = 5 * 1024 * 1024
MAX_REDIRECTS = 5
USER_AGENT = "Mauntic/1.0"
CHUNK = 64 * 1024
REDIRECTS = frozenset({301, 302, 303, 307, 308})

SECRET_PARAMETER = re.compile(r"key|token|secret|passw|signature|credential|^(sig|auth|code)$", re.IGNORECASE)
_threads = threading.local()
# The library has no setting for further networks.
ip_filter.EXTRA_BLOCKED_NET_RANGES += INNER


DEFAULT_PORTS = {"http": 80, "https": 443}


class TransportError(Temporary):
    """No usable answer came: no connection, too slow, too large or cut off."""

    code = "transport_error"


class UnreachableError(TransportError):
    """No connection came about: nothing was sent."""

    code = "unreachable"


class BlockedAddressError(Misconfigured):
    """The URL is malformed, or leads to an address that this installation does not call."""

    code = "blocked_address"


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call as it may be kept: without secrets. `bytes` is the size of the body that was read."""

    method: str
    url: str
    status: int | None
    duration_ms: int
    bytes: int
    error: str


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An answer of any status. Header names are matched without regard to case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    duration_ms: int

    def json(self) -> Any:
        """Parse the body as strict JSON; `ValueError` when it is not."""
        try:
            return json.loads(self.body, parse_constant=_refuse_constant, parse_float=_finite)
        except RecursionError as error:
            raise ValueError("The JSON is nested too deeply.") from error

    def retry_after(self, now: datetime | None = None) -> float | None:
        """Seconds that the `Retry-After` header asks to wait, or None without a readable one."""
        value = self.headers.get("retry-after", "").strip()
        if re.fullmatch(r"\d{1,9}(\.\d{1,6})?", value):
            return float(value)
        try:
            when = email.utils.parsedate_to_datetime(value)
        except ValueError:
            return None
        return max(0.0, (when.astimezone(UTC) - (now or datetime.now(UTC))).total_seconds())


@dataclass(slots=True)
class _Call:
    """What is known of a call while it runs."""

    method: str
    url: str
    within: float
    started: float = field(default_factory=time.monotonic)
    status: int | None = None
    body: bytearray = field(default_factory=bytearray)
    error: str = ""

    @property
    def duration_ms(self) -> int:
        return round((time.monotonic() - self.started) * 1000)

    def record(self) -> CallRecord:
        url = redact_url(self.url)
        return CallRecord(self.method, url, self.status, self.duration_ms, len(self.body), self.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpClient:
    """Calls other machines. Cheap to make: connections are kept per thread and shared by all clients.

    `timeout` bounds the whole call in seconds, from the connection to the last byte, with its redirects.
    `max_bytes` bounds the decoded body. Of a larger one, the beginning is the answer if the client `cuts`,
    because the status decides. `on_call` is told of every call, also of those that fail.
    `allow_loopback` is for the sandbox and for tests.
    """

    allow_loopback: bool = False
    connect_timeout: float = CONNECT_TIMEOUT
    timeout: float = TIMEOUT
    max_bytes: int = MAX_BYTES
    cuts: bool = False
    on_call: Callable[[CallRecord], None] | None = None

    @classmethod
    def from_settings(cls, on_call: Callable[[CallRecord], None] | None = None) -> Self:
        """The client as this installation allows it (`MAUNTIC_HTTP_ALLOW_LOOPBACK`)."""
        allowed: bool = getattr(settings, "MAUNTIC_HTTP_ALLOW_LOOPBACK", False)
        return cls(allow_loopback=allowed, on_call=on_call)

    def get(self, url: str, **options: Any) -> HttpAnswer:
        """`request` with the method GET."""
        return self.request("GET", url, **options)

    def post(self, url: str, **options: Any) -> HttpAnswer:
        """`request` with the method POST."""
        return self.request("POST", url, **options)

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        json: object = None,
        data: Mapping[str, str] | bytes | None = None,
        timeout: float | None = None,
        follow_redirects: bool = False,
    ) -> HttpAnswer:
        """Send one request and read the whole answer, whatever its status.

        Secrets belong into headers. A redirect is an answer like any other unless `follow_redirects`:
        then it is followed with GET, and the headers go along only to the same origin.
        Raises `BlockedAddressError` for a URL that must not be called, else `TransportError`.
        """
        call = _Call(method, url, self.timeout if timeout is None else timeout)
        request = requests.Request(method, url, params=params, headers=dict(headers or {}))
        request.json, request.data = json, data or []
        try:
            with deadline(call.within):
                return self._follow(call, request) if follow_redirects else self._answer(call, request)
        except InvalidIPAddress as error:
            call.error = f"blocked address {error}"
            raise BlockedAddressError(f"{_host(call.url)} leads into the inner network.") from error
        except ValueError as error:
            call.error = type(error).__name__
            # Not chained: such errors quote the URL or the header, secrets included.
            raise BlockedAddressError(f"{redact_url(call.url)} cannot be called: {call.error}.") from None
        except (requests.RequestException, HTTPError, OSError) as error:
            call.error = type(error).__name__
            kind = UnreachableError if _is_unreachable(error) else TransportError
            raise kind(_unanswered(call)) from error
        except TransportError as error:
            call.error = error.message
            raise
        finally:
            if self.on_call:
                self.on_call(call.record())

    def _follow(self, call: _Call, request: requests.Request) -> HttpAnswer:
        for _ in range(MAX_REDIRECTS):
            answer = self._answer(call, request)
            target = answer.headers.get("location")
            if answer.status not in REDIRECTS or not target:
                return answer
            call.body.clear()
            url = urljoin(call.url, target)
            headers = request.headers if origin_of(url) == origin_of(call.url) else {}
            request = requests.Request("GET", url, headers=headers)
        raise TransportError(f"More than {MAX_REDIRECTS} redirects.")

    def _answer(self, call: _Call, request: requests.Request) -> HttpAnswer:
        session = _session(allow_loopback=self.allow_loopback)
        prepared = session.prepare_request(request)
        call.url = prepared.url or call.url
        left = seconds_left()
        timeout = Timeout(total=left, connect=min(self.connect_timeout, left))
        with session.send(prepared, timeout=timeout, allow_redirects=False, stream=True) as response:
            call.status = response.status_code
            self._read(call, response)
            return HttpAnswer(response.status_code, response.headers, bytes(call.body), call.duration_ms)

    def _read(self, call: _Call, response: requests.Response) -> None:
        # Reading what is there, rather than full blocks, finds out early that it is too large.
        while chunk := response.raw.read1(CHUNK, decode_content=True):
            call.body += chunk
            if len(call.body) > self.max_bytes and self.cuts:
                del call.body[self.max_bytes :]
                return
            if len(call.body) > self.max_bytes:
                raise TransportError(f"The answer is larger than {self.max_bytes} bytes.")


def _is_unreachable(error: Exception) -> bool:
    cause = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError) or isinstance(
        cause, NewConnectionError
    )


def _unanswered(call: _Call) -> str:
    if call.status is not None and time.monotonic() - call.started >= call.within:
        return f"The answer of {_host(call.url)} took longer than {call.within:g} seconds."
    return f"No answer from {_host(call.url)}: {call.error}."


def redact_url(url: str) -> str:
    """Return the URL without user, password, fragment and the values of query parameters that look secret."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        query = [
            (name, "REDACTED" if SECRET_PARAMETER.search(name) else value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
        ]
    except ValueError:
        return "(malformed URL)"
    return urlunsplit((parts.scheme, host, parts.path, urlencode(query), ""))


def origin_of(url: str) -> tuple[str, str, int | None]:
    """Return the scheme, host and port of a URL: what a secret was entered for.

    Raises: `ValueError` for a malformed URL.
    """
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").rstrip("."), parts.port or DEFAULT_PORTS.get(scheme)


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _session(*, allow_loopback: bool) -> HTTPSession:
    sessions: dict[bool, HTTPSession] = _threads.__dict__.setdefault("sessions", {})
    if allow_loopback not in sessions:
        sessions[allow_loopback] = _new_session(allow_loopback=allow_loopback)
    return sessions[allow_loopback]


def _new_session(*, allow_loopback: bool) -> HTTPSession:
    session = HTTPSession(
        Config(
            ip_filter_enable=True,
            ip_filter_allow_loopback_ips=allow_loopback,
            never_redirect=False,
            default_timeout=(CONNECT_TIMEOUT, TIMEOUT),
            user_agent_override=USER_AGENT,
        )
    )
    # Proxies would resolve names behind the guard, and a .netrc would replace our own credentials.
    session.trust_env = False
    for adapter in session.adapters.values():
        hold_to_deadline(adapter)
    # A session outlives a tenant's job: no vendor's cookie may travel from one tenant to another.
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON.")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is too large a number.")
    return number
