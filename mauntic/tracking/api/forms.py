"""`/forms/<slug>/`: forms of other sites arrive here, and a form of our own stands here."""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse

from mauntic.kernel.errors import Invalid, MaunticError, NotFound
from mauntic.kernel.stored_text import is_storable
from mauntic.tracking.api.body import body_of
from mauntic.tracking.api.edge import for_any_site
from mauntic.tracking.api.sender import may_follow
from mauntic.tracking.models import TrackingForm
from mauntic.tracking.selectors.forms import open_form
from mauntic.tracking.services.forms import Sent, TooMany, receive_form, stamp_of

TRAP, STAMP, VISITOR = "_homepage", "_stamp", "_visitor"
THANKS = "Thank you. We have it, and will be in touch."
WAIT_S = 600
_STATUS: dict[type[MaunticError], int] = {Invalid: 400, NotFound: 404, TooMany: 429}

View = Callable[[HttpRequest, str], HttpResponse]


def wants_page(request: HttpRequest) -> bool:
    """Whether a person looks at the answer: scripts do not ask for HTML."""
    return "text/html" in request.headers.get("Accept", "")


def told_in_json(view: View) -> View:
    """Tells scripts in JSON what went wrong; people get pages."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponse:
        try:
            return view(request, slug)
        except (Invalid, NotFound, TooMany) as error:
            if wants_page(request) and not isinstance(error, TooMany):
                raise
            body = {"code": error.code, "message": error.message, "details": error.details}
            headers = {"Retry-After": str(WAIT_S)} if isinstance(error, TooMany) else {}
            return JsonResponse(body, status=_STATUS[type(error)], headers=headers)

    return answer


@for_any_site("GET", "POST")
@told_in_json
def form(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows the form; POST takes it, as a page sends forms or as JSON."""
    found = open_form(slug)
    if request.method == "GET":
        return _page(request, found)
    answers = _answers(request)
    try:
        receive_form(form=found, sent=_sent(request, answers))
    except Invalid as error:
        if not wants_page(request):
            raise
        return _page(request, found, answers, error.fields, status=400)
    return _taken(request, found)


@for_any_site("GET")
@told_in_json
def stamp(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001 (Django hands it over)
    """A signed word for "shown now", which the page script puts into forms."""
    return JsonResponse({"stamp": stamp_of(open_form(slug))}, headers={"Cache-Control": "no-store"})


def _answers(request: HttpRequest) -> dict[str, str]:
    """What was filled in, as text, by the form's own names."""
    if request.content_type != "application/json":
        return {name: ", ".join(request.POST.getlist(name)) for name in request.POST}
    try:
        body = json.loads(body_of(request) or b"null")
    except (ValueError, RecursionError):
        raise Invalid({"body": "This is no JSON. Send an object of answers, or a form."}) from None
    if not isinstance(body, dict) or not is_storable(body):
        raise Invalid({"body": 'Send an object of answers: {"email": "ann@company.com"}.'})
    return {name: _text(value) for name, value in body.items()}


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


def _taken(request: HttpRequest, found: TrackingForm) -> HttpResponse:
    """The same answer for new leads, known ones and spam: nobody learns who is known here."""
    if not wants_page(request):
        return JsonResponse({"ok": True, "message": THANKS, "redirectUrl": found.redirect_url or None})
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
    said, wrong = answers or {}, problems or {}
    context = {
        "form": found,
        "questions": [(one, said.get(one.name, ""), wrong.get(one.name, [])) for one in found.questions],
        "other_problems": [text for name, texts in wrong.items() if name == "body" for text in texts],
        "thanks": THANKS if request.GET.get("sent") else "",
        "stamp": said.get(STAMP) or stamp_of(found),
        "visitor": said.get(VISITOR, ""),
    }
    page = render_to_string("tracking/form_public.html", context)
    response = HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})
    return _may_lead_to(response, found.redirect_url)


def _may_lead_to(response: HttpResponse, url: str) -> HttpResponse:
    """Browsers hold redirects after a form against the page's policy: it must name where they lead."""
    if not url:
        return response
    parts = urlsplit(url)
    allow = csp_update({"form-action": [f"{parts.scheme}://{parts.netloc}"]})
    # The decorator marks what a view answers with.
    return allow(lambda _: response)(HttpRequest())  # type: ignore[return-value]  # it is the response that went in
