"""What each list and row of the administration has, whoever registers it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.db.models import Field, Model, URLField
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from mauntic.web.administration.pages import history_of, page_of


class ListedLookups:
    """Narrow a list by its declared filters only.

    Django takes any column of the model from the address: `?password__startswith=a` reads a hash, a token or
    a key letter by letter, though no page shows it.
    """

    list_filter: Iterable[Any]
    date_hierarchy: str | None
    # Counts of all rows, with and without each filter, cost more than the page.
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 0

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Return the field of a form; Django makes one even for a page that shows text."""
        if isinstance(db_field, URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc] # a mixin

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Whether the address may narrow the list by `lookup`."""
        filters = (each if isinstance(each, str) else each[0] for each in self.list_filter)
        names = [name for name in (*filters, self.date_hierarchy) if isinstance(name, str)]
        roots = {name.partition(LOOKUP_SEP)[0] for name in names}
        is_listed = lookup.partition(LOOKUP_SEP)[0] in roots
        return is_listed and super().lookup_allowed(lookup, value, request)  # type: ignore[misc] # a mixin


class InProduct:
    """Lead from a row to its page in the product, which has the history of the record, too."""

    model: type[Model]

    def view_on_site(self, obj: Model) -> str | None:
        """Return the address of the page that shows the row; None if there is none."""
        return page_of(obj)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:  # noqa: ARG002 (signature of Django)
        """Show the history that the product keeps: the admin's own holds nothing, since services write."""
        listed: Any = self
        obj = listed.get_object(request, object_id)
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, listed.opts, object_id)
        return redirect(history_of(obj) or page_of(obj) or _address(obj, "change", obj.pk))

    def _get_obj_does_not_exist_redirect(
        self,
        request: HttpRequest,
        opts: Any,
        object_id: str,  # noqa: ARG002 (as above)
    ) -> HttpResponseRedirect:
        """Return to the list, with a sentence. Django shows the id that nobody typed."""
        problem = gettext("This {record} does not exist. It may have been deleted.")
        messages.warning(request, problem.format(record=opts.verbose_name))
        return HttpResponseRedirect(reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"))


def _address(obj: Model, action: str, *args: object) -> str:
    opts = obj._meta  # noqa: SLF001 (documented)
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{action}", args=args)
