"""What the endpoints share: reading a request, the names of the API, versions of deals."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from rest_framework.request import Request

from mauntic.accounts.models import User
from mauntic.kernel.api.serializers import CamelSerializer, camel
from mauntic.kernel.errors import Invalid
from revops.models import Deal

MOST_DIGITS = 10
# What the contract calls otherwise than the house does.
API_NAMES: Mapping[str, str] = {
    "contact": "contactId",
    "company": "accountId",
    "owner": "assignedRep",
    "deal": "dealId",
    "expected_close_on": "expectedCloseAt",
    "category_override": "forecastCategory",
}


def read(serializer: type[CamelSerializer], data: object) -> dict[str, Any]:
    """What was sent, as the serializer understands it; it raises what is wrong."""
    reader = serializer(data=data)
    reader.is_valid(raise_exception=True)
    return dict(reader.validated_data)


def user_of(request: Request) -> User:
    """Who asks; the permissions of the API have kept strangers away."""
    return cast("User", request.user)


@contextmanager
def in_api_names() -> Iterator[None]:
    """What a service refuses within the block names the keys of the API."""
    try:
        yield
    except Invalid as error:
        fields = {API_NAMES.get(name, camel(name)): said for name, said in error.fields.items()}
        raise Invalid(fields) from error


def version_wanted(request: Request) -> int | None:
    """The version of `If-Match`, which is the `ETag` of an earlier answer; None without the header."""
    given = request.headers.get("If-Match", "*").strip()
    if given == "*":
        return None
    number = given.removeprefix("W/").strip('"')
    if not (number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS):
        raise Invalid({"If-Match": 'Send the ETag of the deal as you had it, such as "3", or leave it out.'})
    return int(number)


def etag(deal: Deal) -> dict[str, str]:
    """The header that tells the version of a deal."""
    return {"ETag": f'"{deal.version}"'}
