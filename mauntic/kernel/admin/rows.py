"""What the administrations of the contexts share."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.contrib.admin import ChoicesFieldListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from unfold.admin import TabularInline
from unfold.paginator import InfinitePaginator


class ReadOnly:
    """For an admin or inline of rows that only services write: nothing is added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (signature of Django)
        """Services make these rows."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (as above)
        """Services change these rows."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (as above)
        """Rows go with what they are about."""
        return False


class Large:
    """For an admin of a table that may hold millions of rows: no list counts, sorts or reads all of them.

    Ids are made in the order of time, so that their index gives the latest rows first.
    """

    paginator = InfinitePaginator
    ordering: Sequence[str] | None = ("-pk",)
    sortable_by: Sequence[str] | None = ()


class Searched:
    """For an admin whose search uses the index of `search` of a manager, instead of reading all texts.

    `searched` names the relation whose rows are searched; empty for the rows of the list themselves.
    """

    model: type[Model]
    searched = ""
    # Django shows the field of the search only where an admin names some fields.
    search_fields: Sequence[str] = ("pk",)

    def get_search_results(
        self,
        request: HttpRequest,  # noqa: ARG002 (signature of Django)
        queryset: QuerySet[Any],
        search_term: str,
    ) -> tuple[QuerySet[Any], bool]:
        """Return the rows that have each word of the term, and that none comes twice."""
        if not search_term.strip():
            return queryset, False
        field = self.model._meta.get_field(self.searched) if self.searched else None  # noqa: SLF001 (documented)
        model: Any = field.related_model if field else self.model
        found = model._default_manager.search(search_term)  # noqa: SLF001 (documented)
        return queryset.filter(**{f"{self.searched or 'pk'}__in": found.values("pk")}), False


class RowsInline(ReadOnly, TabularInline):
    """Rows below the row that they belong to, with the related rows that they show, in one query."""

    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows with what the named fields refer to."""
        options = self.model._meta  # noqa: SLF001 (documented)
        names = [name for name in self.fields or () if options.get_field(str(name)).many_to_one]
        rows = super().get_queryset(request)
        return rows.select_related(*names) if names else rows


def known_values(
    values: Callable[[], Iterable[str]], words: Callable[[str], str] = str
) -> type[ChoicesFieldListFilter]:
    """Return a filter by the given values of a text column. Django's own reads them from all rows.

    Args:
        values: returns the values to offer, in order.
        words: returns the label of a value.
    """

    class KnownValues(ChoicesFieldListFilter):
        def choices(self, changelist: ChangeList) -> Iterator[Any]:
            names = [self.lookup_kwarg, self.lookup_kwarg_isnull]
            yield {
                "selected": self.lookup_val is None,
                "query_string": changelist.get_query_string(remove=names),
                "display": _("All"),
            }
            for value in values():
                yield {
                    "selected": self.lookup_val is not None and value in self.lookup_val,
                    "query_string": changelist.get_query_string({self.lookup_kwarg: value}, names),
                    "display": words(value),
                }

    return KnownValues
