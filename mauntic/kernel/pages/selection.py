"""Rows that a person selected in a list: those ticked, or all that match the filters of the list.

A form sends the ticked `ids`, or `matching=1` with the filters of the list in `query`. The filters travel
instead of thousands of ids, and the server resolves them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from mauntic.kernel.display import number
from mauntic.kernel.errors import Invalid
from mauntic.kernel.parsing import uuids

MOST = 10_000
"""The rows that one action changes at most: they are locked and written in one transaction."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The ids of the selected rows. `query` has the filters if all that match are selected, else is empty."""

    ids: list[UUID]
    is_matching: bool = False
    query: str = ""

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The selection as fields of a form or address."""
        if self.is_matching:
            return [("matching", "1"), ("query", self.query)]
        return [("ids", str(pk)) for pk in self.ids]

    def address(self, path: str, **more: str) -> str:
        """Return `path` with the selection and `more` in its query."""
        return f"{path}?{urlencode([*self.parameters, *more.items()])}"


def selected(given: QueryDict, matching: Callable[[QueryDict], "QuerySet[Any]"]) -> Selection:
    """Return what a form or address selects.

    Args:
        given: the fields of the form or address.
        matching: returns the rows of filters that the person can see; refuses filters that it cannot read,
            since those would narrow nothing.

    Raises:
        Invalid: nothing is selected, or more rows match than one action changes.
    """
    if not given.get("matching"):
        # Each once: a row that is sent twice would be counted twice, and once as one that is gone.
        selection = Selection(list(dict.fromkeys(uuids(given.getlist("ids")))))
    else:
        query = given.get("query", "")
        rows = matching(QueryDict(query)).order_by("pk")
        selection = Selection(
            list(rows.values_list("pk", flat=True)[: MOST + 1]), is_matching=True, query=query
        )
    if not selection.ids:
        raise Invalid({"ids": _("Select at least one row.")})
    if len(selection.ids) > MOST:
        sentence = _("You can change at most {count} rows at once. Narrow the filter, then select all again.")
        raise Invalid({"ids": sentence.format(count=number(MOST))})
    return selection
