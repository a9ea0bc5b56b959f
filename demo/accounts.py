"""The demonstration's organization and people, and the file that tells their log-ins."""

import json
import os
import secrets
import string
from dataclasses import asdict, dataclass
from pathlib import Path

from mauntic.accounts.models import ApiKey, Role, User
from mauntic.accounts.services import create_api_key, create_user
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization
from mauntic.tenants.services import create_organization, ensure_snapshot

SCHEMA = "acme_demo"
HOSTS = ["localhost", "127.0.0.1", "acme-demo.localhost"]
PEOPLE = {
    Role.REP: "Jo Reyes",
    Role.MANAGER: "Mika Osei",
    Role.OPS: "Robin Laine",
    Role.ADMIN: "Ada Lindqvist",
}
_KEY_NAME = "demo.json"
_PASSWORD_LETTERS = 16
"""Letters only: digits at the end of a word are taken for padding and refused."""


@dataclass(frozen=True, slots=True)
class LogIn:
    """What somebody types to sign in."""

    email: str
    password: str
    role: str


@dataclass(frozen=True, slots=True)
class Access:
    """All ways into the demonstration; kept in `demo.json`, since the database has hashes only."""

    url: str
    api_key: str
    users: list[LogIn]

    def write(self, path: Path) -> None:
        """Store it readable by its owner only."""
        document = {"url": self.url, "apiKey": self.api_key, "users": [asdict(user) for user in self.users]}
        descriptor = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(document, file, indent=2)


def ensure_organization() -> Organization:
    """Acme Demo, made on the first start."""
    existing = Organization.objects.filter(schema_name=SCHEMA).first()
    if existing is not None:
        return existing
    ensure_snapshot()
    return create_organization(name="Acme Demo", schema_name=SCHEMA, domains=HOSTS)


def ensure_access(*, url: str, path: Path) -> Access:
    """A person of each role and an API key: as `path` tells them, or newly given."""
    with entered(SCHEMA):
        access = _still_valid(url, path) or _give_access(url)
    access.write(path)
    return access


def new_password() -> str:
    """Return a password that the rules take, whatever chance says."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(_PASSWORD_LETTERS))


def _still_valid(url: str, path: Path) -> Access | None:
    try:
        document = json.loads(path.read_text())
        users = [LogIn(**user) for user in document["users"]]
        key = document["apiKey"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    emails = {user.email for user in users}
    known = set(User.objects.filter(is_active=True, email__in=emails).values_list("email", flat=True))
    keys = ApiKey.objects.filter(name=_KEY_NAME).values_list("token_key", flat=True)
    if known != emails or not any(key.startswith(start) for start in keys):
        return None
    return Access(url, key, users)


def _give_access(url: str) -> Access:
    users = [_give_log_in(role, name) for role, name in PEOPLE.items()]
    admin = User.objects.get(email=users[-1].email)
    ApiKey.objects.filter(name=_KEY_NAME).delete()
    return Access(url, create_api_key(user=admin, name=_KEY_NAME)[1], users)


def _give_log_in(role: Role, name: str) -> LogIn:
    email = f"{role}@acme-demo.example"
    password = new_password()
    user = User.objects.filter(email=email).first()
    if user is None:
        create_user(email=email, role=role, name=name, password=password)
    else:
        user.set_password(password)
        user.save()
    return LogIn(email, password, role)
