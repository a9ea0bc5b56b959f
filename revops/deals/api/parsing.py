"""Shared by the endpoints: field names of the API, and versions of deals."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from rest_framework.request import Request

from mauntic.kernel.errors import Invalid
from revops.deals.models.deals import Deal

MOST_DIGITS = 10
# Fields whose names in the API differ from the models.
API_NAMES: Mapping[str, str] = {
    "contact": "contactId",
    "company": "accountId",
    "owner": "assignedRep",
    "deal": "dealId",
    "expected_close_on": "expectedCloseAt",
    "category_override": "forecastCategory",
}


def version_wanted(request: Request) -> int | None:
    """Return the version in `If-Match`, the `ETag` of an earlier answer; None without the header.

    Raises:
        Invalid: the header is no ETag of a deal.
    """
    given = request.headers.get("If-Match", "*").strip()
    if given == "*":
        return None
    number = given.removeprefix("W/").strip('"')
    if not (number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS):
        raise Invalid({"If-Match": _('Send the ETag of the deal, such as "3", or leave out the header.')})
    return int(number)


def etag(deal: Deal) -> dict[str, str]:
    """Return the header with the version of a deal."""
    return {"ETag": f'"{deal.version}"'}
