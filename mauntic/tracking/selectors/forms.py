"""Reads of forms and their submissions."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from mauntic.kernel.errors import NotFound
from mauntic.tracking.domain.spam import REPEAT_SPAN, SENDER_SPAN
from mauntic.tracking.models import FormSubmission, TrackingForm

Verdict = FormSubmission.Verdict


def open_form(slug: str) -> TrackingForm:
    """The form that other sites may send; `NotFound` when there is none or it is switched off."""
    form = TrackingForm.objects.filter(slug=slug, enabled=True).first()
    if form is None:
        raise NotFound("There is no such form, or it is switched off.")
    return form


def forms() -> QuerySet[TrackingForm]:
    """All forms with how much came: `accepted` and `spam`."""
    return TrackingForm.objects.annotate(
        accepted=Count("submissions", filter=Q(submissions__verdict=Verdict.ACCEPTED)),
        spam=Count("submissions", filter=Q(submissions__verdict=Verdict.SPAM)),
    )


def submissions(form: TrackingForm, verdict: str = "") -> QuerySet[FormSubmission]:
    """What came of a form, the newest first."""
    found = FormSubmission.objects.filter(form=form).select_related("contact", "form")
    return found.filter(verdict=verdict) if verdict else found


def sent_by(sender: str, at: datetime) -> int:
    """How many submissions came from one network address lately."""
    return _lately(FormSubmission.objects.filter(sender=sender), at - SENDER_SPAN) if sender else 0


def sent_alike(form: TrackingForm, says: str, at: datetime) -> int:
    """How many submissions of this form said the same within a day."""
    return _lately(FormSubmission.objects.filter(form=form, says=says), at - REPEAT_SPAN) if says else 0


def _lately(found: QuerySet[FormSubmission], since: datetime) -> int:
    return found.filter(submitted_at__gt=since).count()
