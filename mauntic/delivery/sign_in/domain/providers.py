"""The providers whose mailboxes are connected by OAuth 2: where to ask, what to ask for, and their servers.

Source: developers.google.com/workspace/gmail/imap/xoauth2-protocol and
learn.microsoft.com/exchange/client-developer/legacy-protocols (authenticate by OAuth).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

COMMON = "common"
"""The directory of Microsoft that takes accounts of every organization."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server. `security` is tls, starttls or none."""

    host: str
    port: int
    security: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider of mailboxes.

    Args:
        slug: stored with mailboxes.
        authorize_url: where a person consents. `{directory}` stands for a directory of Microsoft.
        token_url: where codes and refresh tokens are exchanged.
        mail_scopes: without which a mailbox can neither send nor be read.
        scopes: what else is asked for.
        parameters: further ones of the authorization request.
        address_claim: of the ID token, the address of the account.
    """

    slug: str
    name: str
    authorize_url: str
    token_url: str
    mail_scopes: tuple[str, ...]
    scopes: tuple[str, ...]
    parameters: Mapping[str, str] = field(default_factory=dict)
    address_claim: str
    smtp: Server
    imap: Server
    has_directories: bool = False

    def of_directory(self, directory: str) -> "Provider":
        """Return the provider with the addresses of a directory."""
        return replace(
            self,
            authorize_url=self.authorize_url.replace("{directory}", directory or COMMON),
            token_url=self.token_url.replace("{directory}", directory or COMMON),
        )


GOOGLE = Provider(
    slug="google",
    name="Google",
    authorize_url="https://accounts.google.com/o/oauth2/v2/auth",
    token_url="https://oauth2.googleapis.com/token",  # noqa: S106 (an address)
    mail_scopes=("https://mail.google.com/",),
    scopes=("openid", "email"),
    # Without these two, Google gives no refresh token, or only at the first consent.
    parameters={"access_type": "offline", "prompt": "consent"},
    address_claim="email",
    smtp=Server("smtp.gmail.com", 587, "starttls"),
    imap=Server("imap.gmail.com", 993, "tls"),
)
MICROSOFT = Provider(
    slug="microsoft",
    name="Microsoft 365",
    authorize_url="https://login.microsoftonline.com/{directory}/oauth2/v2.0/authorize",
    token_url="https://login.microsoftonline.com/{directory}/oauth2/v2.0/token",  # noqa: S106 (an address)
    mail_scopes=(
        "https://outlook.office.com/SMTP.Send",
        "https://outlook.office.com/IMAP.AccessAsUser.All",
    ),
    scopes=("offline_access", "openid", "email", "profile"),
    parameters={"prompt": "select_account"},
    # `email` can be set to anything by the person's own directory.
    address_claim="preferred_username",
    smtp=Server("smtp.office365.com", 587, "starttls"),
    imap=Server("outlook.office365.com", 993, "tls"),
    has_directories=True,
)
PROVIDERS: Mapping[str, Provider] = {each.slug: each for each in (GOOGLE, MICROSOFT)}

REVOKED = frozenset({"invalid_grant", "interaction_required", "consent_required", "login_required"})
"""Errors of a refresh after which only the person can sign in again."""


def changed(provider: Provider, values: Mapping[str, Any]) -> Provider:
    """Return a provider with other addresses or servers, as an installation sets them.

    Args: `values` by the names of `Provider`; servers as a list of host, port and security.
    """
    given: dict[str, Any] = {
        name: Server(*value) if name in {"smtp", "imap"} else value for name, value in values.items()
    }
    return replace(provider, **given)


def missing_scopes(provider: Provider, granted: str) -> Sequence[str]:
    """Return the scopes of mail that a person did not allow. A provider that names none granted all.

    Args: `granted` as in the answer: separated by blanks.
    """
    has = {each.lower() for each in granted.split()}
    return [each for each in provider.mail_scopes if each.lower() not in has] if has else []
