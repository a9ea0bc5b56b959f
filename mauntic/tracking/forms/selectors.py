"""Reads of forms and submissions."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from mauntic.kernel.errors import NotFound
from mauntic.tracking.forms.domain.spam import REPEAT_SPAN, SENDER_SPAN
from mauntic.tracking.forms.models import FormSubmission, TrackingForm

Verdict = FormSubmission.Verdict


def open_form(slug: str) -> TrackingForm:
    """Return the enabled form with this slug.

    Raises: `NotFound`
    """
    form = TrackingForm.objects.filter(slug=slug, enabled=True).first()
    if form is None:
        raise NotFound(_("This form does not exist, or is disabled."))
    return form


def forms() -> QuerySet[TrackingForm]:
    """Return all forms with the number of submissions: `accepted` and `spam`."""
    return TrackingForm.objects.annotate(
        accepted=Count("submissions", filter=Q(submissions__verdict=Verdict.ACCEPTED)),
        spam=Count("submissions", filter=Q(submissions__verdict=Verdict.SPAM)),
    )


def submissions(form: TrackingForm, verdict: str = "") -> QuerySet[FormSubmission]:
    """Return submissions of a form, newest first.

    Args: `verdict` is a value of `FormSubmission.Verdict`; empty means all.
    """
    found = FormSubmission.objects.filter(form=form).select_related("contact", "form")
    return found.filter(verdict=verdict) if verdict else found


def sent_by(sender: str, at: datetime) -> int:
    """Return the number of submissions from one network address within ten minutes before `at`."""
    return _count_since(FormSubmission.objects.filter(sender=sender), at - SENDER_SPAN) if sender else 0


def sent_alike(form: TrackingForm, says: str, at: datetime) -> int:
    """Return the number of submissions of a form with the same text within a day before `at`."""
    return _count_since(FormSubmission.objects.filter(form=form, says=says), at - REPEAT_SPAN) if says else 0


def _count_since(found: QuerySet[FormSubmission], since: datetime) -> int:
    return found.filter(submitted_at__gt=since).count()
