"""The HTTP client for vendors' SDKs that bring their own: with the guards of `HttpClient`.

A name is looked up once, and what was checked is what is connected to. Redirects are not followed, proxies
and `.netrc` of the environment are ignored, and an answer may be neither too large nor too slow as a whole.
"""

import ssl
import time
from collections.abc import Iterator
from functools import lru_cache
from typing import cast

import httpx2
from django.conf import settings

from mauntic.kernel.http import CONNECT_TIMEOUT, MAX_BYTES, BlockedAddressError, TransportError
from mauntic.kernel.networks import allowed_addresses


def guarded_client(*, within: float, private: bool = False, max_bytes: int = MAX_BYTES) -> httpx2.Client:
    """Return a client for the calls of one request. Close it afterwards.

    Args:
        within: seconds for the whole of an answer.
        private: whether addresses of private networks may be called; this machine only as
            `MAUNTIC_HTTP_ALLOW_LOOPBACK` says.
        max_bytes: the largest answer.
    """
    guard = _Guard(within=within, private=private, max_bytes=max_bytes)
    timeout = httpx2.Timeout(within, connect=min(CONNECT_TIMEOUT, within))
    return httpx2.Client(transport=guard, timeout=timeout, trust_env=False, follow_redirects=False)


class _Guard(httpx2.BaseTransport):
    """Connects to checked addresses only, and limits what comes back."""

    def __init__(self, *, within: float, private: bool, max_bytes: int) -> None:
        self.within, self.private, self.max_bytes = within, private, max_bytes
        self.inner = httpx2.HTTPTransport(verify=_certificates(), trust_env=False)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        until = time.monotonic() + self.within
        response = self._send(request)
        stream = cast("httpx2.SyncByteStream", response.stream)
        limited = _Limited(stream, until=until, within=self.within, most=self.max_bytes)
        return httpx2.Response(
            response.status_code, headers=response.headers, stream=limited, extensions=response.extensions
        )

    def close(self) -> None:
        self.inner.close()

    def _send(self, request: httpx2.Request) -> httpx2.Response:
        host, port = request.url.host, request.url.port or (443 if request.url.scheme == "https" else 80)
        failure: Exception = BlockedAddressError(f"{host} cannot be called: its address is private.")
        loopback: bool = settings.MAUNTIC_HTTP_ALLOW_LOOPBACK
        try:
            addresses = list(allowed_addresses(host, port, loopback=loopback, private=self.private))
        except OSError as error:
            raise httpx2.ConnectError(f"{host} has no address.", request=request) from error
        for address in addresses:
            there = httpx2.Request(
                request.method,
                request.url.copy_with(host=address),
                headers=request.headers,  # Host is in there already
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": host},
            )
            try:
                return self.inner.handle_request(there)
            except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
                failure = error
        raise failure


class _Limited(httpx2.SyncByteStream):
    def __init__(self, stream: httpx2.SyncByteStream, *, until: float, within: float, most: int) -> None:
        self.stream, self.until, self.within, self.most = stream, until, within, most

    def __iter__(self) -> Iterator[bytes]:
        read = 0
        for chunk in self.stream:
            read += len(chunk)
            if read > self.most:
                raise TransportError(f"The answer is larger than {self.most} bytes.")
            # The time limit of a connection holds for each read: a dripping server would never run into it.
            if time.monotonic() > self.until:
                raise TransportError(f"The answer took longer than {self.within:g} seconds.")
            yield chunk

    def close(self) -> None:
        self.stream.close()


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    """Return the context of all clients: reading the certificates takes longer than a call to a neighbor."""
    return ssl.create_default_context()
