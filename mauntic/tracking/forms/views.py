"""Pages of forms and their submissions."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.codes import choices_text
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page
from mauntic.tracking.forms import selectors
from mauntic.tracking.forms.forms import QuestionFormSet, TrackingFormForm
from mauntic.tracking.forms.models import FormField, FormSubmission, TrackingForm, email_field
from mauntic.tracking.forms.services.edit import save_form
from mauntic.tracking.forms.services.judge import judge_submission

PAGE = 50


@login_required
@require_GET
def form_list(request: HttpRequest) -> HttpResponse:
    """List forms."""
    return render(request, "tracking/forms/index.html", {"forms": selectors.forms()})


@ops_required
@require_http_methods(["GET", "POST"])
def form_new(request: HttpRequest) -> HttpResponse:
    """Create a form."""
    return _edit(request, TrackingForm(), is_new=True)


@ops_required
@require_http_methods(["GET", "POST"])
def form_edit(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """Edit a form."""
    return _edit(request, get_object_or_404(TrackingForm, pk=form_id))


@login_required
@require_GET
def form_detail(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """Show a form with its embed code and submissions."""
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
        "verdicts": [("", _("All")), *FormSubmission.Verdict.choices],
    }
    return render(request, "tracking/forms/form.html", context)


@ops_required
@require_POST
def submission_judge(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Mark a submission as spam or not spam."""
    submission = get_object_or_404(FormSubmission, pk=submission_id)
    verdict = request.POST.get("verdict")
    if verdict not in FormSubmission.Verdict.values:
        values = choices_text(FormSubmission.Verdict.choices)
        raise Invalid({"verdict": _("Use one of {values}.").format(values=values)})
    is_spam = verdict == FormSubmission.Verdict.SPAM
    judge_submission(submission=submission, is_spam=is_spam, by=signed_in(request))
    if is_spam:
        messages.success(request, _("Submission marked as spam. It no longer counts."))
    else:
        messages.success(request, _("Submission accepted. It counts from the time at which it was sent."))
    return redirect("tracking:form-detail", submission.form_id)


def _edit(request: HttpRequest, form: TrackingForm, *, is_new: bool = False) -> HttpResponse:
    asked = [_question(one) for one in form.questions if one.name != email_field().name]
    names = ("name", "slug", "form_type", "redirect_url", "enabled")
    fields = TrackingFormForm(request.POST or None, initial={name: getattr(form, name) for name in names})
    questions = QuestionFormSet(request.POST or None, initial=asked)
    if request.method == "POST" and fields.is_valid() and questions.is_valid():
        try:
            save_form(form=form, values=fields.cleaned_data, questions=questions.cleaned_data)
        except Invalid as error:
            add_errors(fields, error)
        else:
            messages.success(request, _('Form "%(name)s" saved.') % {"name": form.name})
            return redirect("tracking:form-detail", form.pk)
    context = {"form": form, "fields": fields, "questions": questions, "is_new": is_new}
    return form_page(request, "tracking/forms/edit.html", context)


def _question(field: FormField) -> dict[str, str | bool]:
    return {"label": field.label, "contact_field": field.contact_field, "required": field.required}
