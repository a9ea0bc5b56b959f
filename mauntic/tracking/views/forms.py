"""Forms of sites: the list, one form with its code, and what came of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.errors import Invalid
from mauntic.kernel.forms import add_errors
from mauntic.tracking.forms import QuestionFormSet, TrackingFormForm
from mauntic.tracking.models import EMAIL_FIELD, FormField, FormSubmission, TrackingForm
from mauntic.tracking.selectors import forms as selectors
from mauntic.tracking.services.correct import judge_submission
from mauntic.tracking.services.setup import save_form

PAGE = 50


@login_required
@require_GET
def form_list(request: HttpRequest) -> HttpResponse:
    """All forms, with how much came."""
    return render(request, "tracking/forms.html", {"forms": selectors.forms()})


@ops_required
@require_http_methods(["GET", "POST"])
def form_new(request: HttpRequest) -> HttpResponse:
    """Make a form."""
    return _edit(request, TrackingForm(), is_new=True)


@ops_required
@require_http_methods(["GET", "POST"])
def form_edit(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """Change a form."""
    return _edit(request, get_object_or_404(TrackingForm, pk=form_id))


@login_required
@require_GET
def form_detail(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """One form: the code for a page, and what came."""
    form = get_object_or_404(TrackingForm, pk=form_id)
    chosen = request.GET.get("verdict", "")
    verdict = chosen if chosen in FormSubmission.Verdict.values else ""
    page = Paginator(selectors.submissions(form, verdict), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "address": request.build_absolute_uri(reverse("tracking:form", args=[form.slug])),
        "host": f"{request.scheme}://{request.get_host()}",
        "page": page,
        "verdict": verdict,
        "verdicts": [("", "All"), *FormSubmission.Verdict.choices],
    }
    return render(request, "tracking/form.html", context)


@ops_required
@require_POST
def submission_judge(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Say that a submission is spam, or that it is none."""
    submission = get_object_or_404(FormSubmission, pk=submission_id)
    is_spam = request.POST.get("verdict") == FormSubmission.Verdict.SPAM
    judge_submission(submission=submission, is_spam=is_spam, by=signed_in(request))
    said = "Spam: it counts no more." if is_spam else "No spam: it counts, at the time at which it was sent."
    messages.success(request, said)
    return redirect("tracking:form-detail", submission.form_id)


def _edit(request: HttpRequest, form: TrackingForm, *, is_new: bool = False) -> HttpResponse:
    asked = [_question(one) for one in form.questions if one != EMAIL_FIELD]
    names = ("name", "slug", "form_type", "redirect_url", "enabled")
    fields = TrackingFormForm(request.POST or None, initial={name: getattr(form, name) for name in names})
    questions = QuestionFormSet(request.POST or None, initial=asked)
    if request.method == "POST" and fields.is_valid() and questions.is_valid():
        try:
            save_form(form=form, values=fields.cleaned_data, questions=questions.cleaned_data)
        except Invalid as error:
            add_errors(fields, error)
        else:
            messages.success(request, f"{form.name} saved.")
            return redirect("tracking:form-detail", form.pk)
    context = {"form": form, "fields": fields, "questions": questions, "is_new": is_new}
    return render(request, "tracking/form_edit.html", context, status=400 if fields.errors else 200)


def _question(field: FormField) -> dict[str, str | bool]:
    return {"label": field.label, "contact_field": field.contact_field, "required": field.required}
