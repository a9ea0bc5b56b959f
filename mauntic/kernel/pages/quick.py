"""Forms that create a record: each is a page, and a part for the dialog of the menu "New"."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from mauntic.kernel.pages.once import mark_sent
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.rendering import form_page

PART = "quick-form"


def quick_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Render the page of a form, or only its part `quick-form` for the dialog.

    Args:
        request: its `next` says where the form leads back to; the template finds that as `next`.
        template: the name of the template, which has the part.
        context: for the template.
    """
    return form_page(request, template, {**context, "next": next_page(request, "")}, part=PART)


def saved(request: HttpRequest, sentence: str, name: object, url: str) -> HttpResponse:
    """Say what was saved, with a link to it, and lead back.

    Args:
        request: the request that saved the record.
        sentence: a translated text with `{name}`.
        name: the name of the record, which becomes the link.
        url: the page of the record, shown if the request does not say where to go back to.
    """
    link = format_html('<a href="{}">{}</a>', url, name)
    text = mark_safe(str(escape(sentence)).format(name=link))  # noqa: S308 (all parts are escaped)
    messages.success(request, text)
    return lead_back(request, url)


def lead_back(request: HttpRequest, url: str) -> HttpResponse:
    """Lead back to the page that the request names, from its own page or from the dialog.

    Args:
        request: the request that saved a record.
        url: the page to show if the request names none.
    """
    there = next_page(request, url)
    htmx = getattr(request, "htmx", None)
    if not htmx:
        return redirect(there)
    mark_sent(request)
    is_here = there == htmx.current_url_abs_path
    return HttpResponseClientRefresh() if is_here else HttpResponseClientRedirect(there)
