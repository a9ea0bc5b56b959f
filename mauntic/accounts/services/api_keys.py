"""Keys for programs: shown once, kept as a hash."""

from mauntic.accounts.models import ApiKey, User
from mauntic.kernel.errors import Invalid


def create_api_key(*, user: User, name: str) -> tuple[ApiKey, str]:
    """A new key of the user and its secret text, which nobody can read again."""
    if not name.strip():
        raise Invalid({"name": "Say what the key is for, so that you know which one to revoke."})
    key, secret = ApiKey.objects.create(user=user, name=name.strip())
    return key, secret


def revoke_api_key(*, key: ApiKey) -> None:
    """Void a key at once."""
    key.delete()
