"""Servers for mail and for names."""

from collections.abc import Iterator

import pytest

from mauntic.delivery.models import SignInApp
from tests.delivery.authorization_server import CLIENT, SECRET, AuthorizationServer, authorization_server
from tests.delivery.dns_servers import NameServer, name_server
from tests.delivery.mail_servers import Inbox, MailServer, imap_server, mail_server


@pytest.fixture
def smtp() -> Iterator[MailServer]:
    """An SMTP server on loopback that accepts everything until it is told otherwise."""
    with mail_server() as server:
        yield server


@pytest.fixture
def imap() -> Iterator[Inbox]:
    """An IMAP server on loopback with an empty inbox."""
    with imap_server() as inbox:
        yield inbox


@pytest.fixture
def provider(settings, smtp: MailServer) -> Iterator[AuthorizationServer]:
    """Google and Microsoft 365 on loopback: an authorization server, and the SMTP server of `smtp`."""
    with authorization_server() as server:
        local = {"smtp": ["127.0.0.1", smtp.port, "none"], "imap": ["127.0.0.1", 1, "none"]}
        addresses = {"authorize_url": f"{server.url}/authorize", "token_url": f"{server.url}/token"}
        settings.MAUNTIC_MAIL_PROVIDERS = {name: {**addresses, **local} for name in ("google", "microsoft")}
        settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True
        yield server


@pytest.fixture
def app(acme, provider: AuthorizationServer) -> SignInApp:
    """The organization's app at both providers."""
    SignInApp.objects.create(
        provider="microsoft", client_id=CLIENT, credentials={"client_secret": SECRET}, directory="acme-id"
    )
    return SignInApp.objects.create(
        provider="google", client_id=CLIENT, credentials={"client_secret": SECRET}
    )


@pytest.fixture
def names(settings) -> Iterator[NameServer]:
    """A DNS server on loopback that is asked about sending domains."""
    with name_server() as server:
        settings.MAUNTIC_DNS_SERVERS = [f"127.0.0.1:{server.port}"]
        yield server
