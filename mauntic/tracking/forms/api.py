"""`/forms/<slug>/`: submissions of forms on other sites, and the hosted page of a form."""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mauntic.kernel.api.errors import body as error_body
from mauntic.kernel.errors import Invalid, MaunticError, NotFound
from mauntic.kernel.values.stored_text import is_storable
from mauntic.tracking.forms.models import TrackingForm
from mauntic.tracking.forms.selectors import open_form
from mauntic.tracking.forms.services.receive import Sent, TooMany, receive_form, stamp_of
from mauntic.tracking.keys.api.body import body_of
from mauntic.tracking.keys.api.edge import for_any_site
from mauntic.tracking.visitors.api import may_follow

TRAP, STAMP, VISITOR = "_homepage", "_stamp", "_visitor"
THANKS = gettext_lazy("Thank you. We will be in touch.")
WAIT_S = 600
_STATUS: dict[type[MaunticError], int] = {Invalid: 400, NotFound: 404, TooMany: 429}

View = Callable[[HttpRequest, str], HttpResponse]


def wants_page(request: HttpRequest) -> bool:
    """Return whether a person sees the response: scripts do not accept HTML."""
    return "text/html" in request.headers.get("Accept", "")


def errors_in_json(view: View) -> View:
    """Return errors as JSON to scripts. People get pages."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponse:
        try:
            return view(request, slug)
        except (Invalid, NotFound, TooMany) as error:
            if wants_page(request) and not isinstance(error, TooMany):
                raise
            content = error_body(error.code, error.message, error.details)
            headers = {"Retry-After": str(WAIT_S)} if isinstance(error, TooMany) else {}
            return JsonResponse(content, status=_STATUS[type(error)], headers=headers)

    return answer


@for_any_site("GET", "POST")
@errors_in_json
def form(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form (GET), or receive a submission as a form or JSON (POST)."""
    found = open_form(slug)
    if request.method == "GET":
        return _page(request, found)
    answers = _answers(request)
    try:
        receive_form(form=found, sent=_sent(request, answers))
    except Invalid as error:
        if not wants_page(request):
            raise
        return _page(request, found, answers, error.fields, status=422)
    return _accepted(request, found)


@for_any_site("GET")
@errors_in_json
def stamp(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001 (Django hands it over)
    """Return a signed time at which a form is shown. The page script adds it to forms."""
    return JsonResponse({"stamp": stamp_of(open_form(slug))}, headers={"Cache-Control": "no-store"})


def _answers(request: HttpRequest) -> dict[str, str]:
    """Return the answers as text, by names of the form."""
    if request.content_type != "application/json":
        return {name: ", ".join(request.POST.getlist(name)) for name in request.POST}
    try:
        body = json.loads(body_of(request) or b"null")
    except (ValueError, RecursionError):
        raise Invalid({"body": _("Invalid JSON. Send an object of answers, or a form.")}) from None
    if not isinstance(body, dict) or not is_storable(body):
        raise Invalid({"body": _('Send an object of answers, such as {"email": "ann@company.com"}.')})
    if wrong := [name for name, value in body.items() if not _is_answer(value)]:
        raise Invalid(dict.fromkeys(wrong, _("Send a text, a number or a list of them.")))
    return {name: _text(value) for name, value in body.items()}


def _is_answer(value: Any) -> bool:
    """Return whether a value is a plain value or a list of plain values."""
    plain = str | int | float | None
    return isinstance(value, plain) or (
        isinstance(value, list) and all(isinstance(one, plain) for one in value)
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(_text, value)) if isinstance(value, list) else str(value)


def _sent(request: HttpRequest, answers: Mapping[str, str]) -> Sent:
    return Sent(
        answers=answers,
        trap=answers.get(TRAP, ""),
        stamp=answers.get(STAMP, ""),
        anonymous_id=answers.get(VISITOR, "") if may_follow(request) else "",
        network_address=request.META.get("REMOTE_ADDR", ""),
    )


def _accepted(request: HttpRequest, found: TrackingForm) -> HttpResponse:
    """Return the same response for new leads, known ones and spam: it must not reveal who is known."""
    if not wants_page(request):
        return JsonResponse({"ok": True, "message": str(THANKS), "redirectUrl": found.redirect_url or None})
    here = reverse("tracking:form", args=[found.slug])
    response = HttpResponseRedirect(found.redirect_url or f"{here}?sent=1")
    response.status_code = 303  # the thank-you page is fetched, not sent to
    return response


def _page(
    request: HttpRequest,
    found: TrackingForm,
    answers: Mapping[str, str] | None = None,
    problems: Mapping[str, list[str]] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    given, wrong = answers or {}, problems or {}
    context = {
        "form": found,
        "questions": [(one, given.get(one.name, ""), wrong.get(one.name, [])) for one in found.questions],
        "other_problems": [text for name, texts in wrong.items() if name == "body" for text in texts],
        "thanks": str(THANKS) if request.GET.get("sent") else "",
        "stamp": given.get(STAMP) or stamp_of(found),
        "visitor": given.get(VISITOR, ""),
    }
    page = render_to_string("tracking/forms/public.html", context)
    response = HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})
    return _allow_redirect(response, found.redirect_url)


def _allow_redirect(response: HttpResponse, url: str) -> HttpResponse:
    """Allow the redirect of a form in the page's content security policy, which browsers apply to it."""
    if not url:
        return response
    parts = urlsplit(url)
    allow = csp_update({"form-action": [f"{parts.scheme}://{parts.netloc}"]})
    # The decorator marks what a view answers with.
    return allow(lambda _request: response)(HttpRequest())  # type: ignore[return-value]  # it is the response that went in
