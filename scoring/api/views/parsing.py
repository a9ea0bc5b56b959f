"""What the endpoints share: reading a request, and who may make it."""

from typing import Any, cast

from rest_framework.request import Request

from mauntic.accounts.models import User
from mauntic.kernel.api.serializers import CamelSerializer
from mauntic.kernel.errors import NotAllowed


def read(serializer: type[CamelSerializer], data: object) -> dict[str, Any]:
    """What was sent, as the serializer understands it; it raises what is wrong."""
    reader = serializer(data=data)
    reader.is_valid(raise_exception=True)
    return dict(reader.validated_data)


def require_ops(request: Request, what: str) -> User:
    """The user, or `NotAllowed` when neither ops nor admin."""
    user = cast("User", request.user)
    if not user.is_ops:
        raise NotAllowed(f"Only ops and admins may {what}.")
    return user
