"""Receive submissions: check them, detect spam, store them and create leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from mauntic.crm.fields.domain.cleaning import clean
from mauntic.events.catalog import FormSubmitted
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from mauntic.kernel.display import number
from mauntic.kernel.errors import Invalid, MaunticError
from mauntic.kernel.values.stored_text import without_unstorable
from mauntic.tracking.forms.domain.spam import Circumstances, remark, repeated_text, spam_reason
from mauntic.tracking.forms.models import FormField, FormSubmission, TrackingForm
from mauntic.tracking.forms.selectors import sent_alike, sent_by
from mauntic.tracking.keys.services.lead_limits import channel_of, too_many_leads
from mauntic.tracking.visitors.services.browsers import seen_as
from mauntic.tracking.visitors.services.linking import link_visitors
from mauntic.tracking.visitors.services.people import identify_contacts

SOURCE = "form"
LONGEST_ANSWER = 5_000
STAMP_LIVES = timedelta(days=1)
_STAMP = "mauntic.tracking.form-stamp"
_NAMES = frozenset({"first_name", "last_name", "full_name", "company", "title"})
# Spam is stored for review, but not a flood of it.
MOST_STORED_OF_SENDER = 60
Verdict = FormSubmission.Verdict


class TooMany(MaunticError):
    """One network address sent too many submissions within ten minutes."""

    code = "rate_limited"


@dataclass(frozen=True, slots=True)
class Sent:
    """A submission as received: answers by names of the form, and how it was sent.

    `trap` is the value of the hidden field. `stamp` is the signed time at which the form was shown.
    """

    answers: Mapping[str, str]
    trap: str = ""
    stamp: str = ""
    anonymous_id: str = ""
    network_address: str = ""


def stamp_of(form: TrackingForm) -> str:
    """Return the signed current time, which the form sends back."""
    return signing.dumps([form.slug, now().isoformat()], salt=_STAMP)


@transaction.atomic
def receive_form(*, form: TrackingForm, sent: Sent) -> FormSubmission:
    """Check and store a submission. One that comes twice from the same page is stored once.

    Visitors have no session, so the stamp of the page stands for the token of the product's own forms.

    Spam is stored with its reason and does nothing else. So is a submission above the form's hourly limit of
    new leads, until a person accepts it.

    Raises: `Invalid` per answer, by names of the form; `TooMany` for a flood from one network address.
    Publishes: `ContactCreated` or `ContactUpdated`, events of the visitor's earlier activity,
    `FormSubmitted`.
    """
    answers = _storable(form, sent.answers)
    _refuse_wrong(form, answers)
    at = now()
    sender, says = _digest(sent.network_address), _digest(repeated_text(answers))
    if twin := _twin(form, answers, sender=sender, shown_at=_shown_at(form, sent.stamp)):
        return twin
    reason = _spam_reason(form, sent, answers, sender=sender, says=says, at=at)
    contact_id = None if reason else _lead_of(form, answers)
    if not reason and contact_id is None:
        reason = too_many_leads()
    submission = FormSubmission.objects.create(
        form=form,
        fields=answers,
        visitor_id=seen_as(sent.anonymous_id, at=at),
        contact_id=contact_id,
        verdict=Verdict.SPAM if reason else Verdict.ACCEPTED,
        spam_reason=reason,
        remark=remark(_given(form, answers).get("email", "")),
        sender=sender,
        says=says,
        submitted_at=at,
    )
    if not reason:
        count_submission(submission=submission)
    return submission


def _twin(
    form: TrackingForm, answers: Mapping[str, str], *, sender: str, shown_at: datetime | None
) -> FormSubmission | None:
    """Return the submission of the same answers since the page was shown: a double click, or a reload."""
    if shown_at is None:
        return None
    # Of two at once, the second waits here for the first.
    TrackingForm.objects.select_for_update(no_key=True).filter(pk=form.pk).first()
    alike = FormSubmission.objects.filter(form=form, sender=sender, submitted_at__gte=shown_at)
    return alike.filter(fields=dict(answers)).order_by("submitted_at").first()


def _spam_reason(
    form: TrackingForm, sent: Sent, answers: Mapping[str, str], *, sender: str, says: str, at: datetime
) -> str:
    sent_by_address = sent_by(sender, at)
    if sent_by_address >= MOST_STORED_OF_SENDER:
        raise TooMany(_("Too many submissions from your network. Try again in 10 minutes."))
    circumstances = Circumstances(
        trap=sent.trap,
        shown_at=_shown_at(form, sent.stamp),
        sent_at=at,
        sent_by_address=sent_by_address,
        sent_alike=sent_alike(form, says, at),
    )
    names = {name: answers[name] for name in _names_among(form) if name in answers}
    return spam_reason(names=names, circumstances=circumstances)


@transaction.atomic
def count_submission(*, submission: FormSubmission) -> None:
    """Create the lead of an accepted submission, or fill its empty fields, and link it to the browser.

    The browser's earlier activity becomes the lead's.

    Publishes: `ContactCreated` or `ContactUpdated`, events of the earlier activity, `FormSubmitted`.
    """
    if submission.contact_id is None:
        submission.contact_id = _lead_of(submission.form, submission.fields, limited=False)
        submission.save(update_fields=["contact"])
    if submission.visitor_id and submission.contact_id:
        link_visitors(contacts={submission.visitor_id: submission.contact_id})
    publish(submitted(submission))


def submitted(submission: FormSubmission) -> FormSubmitted:
    """Return the event of a submission with its current verdict.

    Raises: `Invalid` if it has no lead.
    """
    if submission.contact_id is None:
        raise Invalid({"contact": _("This submission has no lead.")})
    return FormSubmitted(
        contact_id=submission.contact_id,
        form_type=submission.form.form_type,
        fields=submission.fields,
        submission_id=submission.pk,
        submitted_at=submission.submitted_at,
        is_spam=submission.is_spam,
    )


def _storable(form: TrackingForm, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers to questions of the form. Other values are dropped."""
    given = {field.name: without_unstorable(answers.get(field.name, "")).strip() for field in form.questions}
    return {name: value for name, value in given.items() if value}


def _refuse_wrong(form: TrackingForm, answers: Mapping[str, str]) -> None:
    problems = {
        field.name: problem for field in form.questions if (problem := _shape_problem(field, answers))
    }
    by_contact_field = {field.contact_field: field.name for field in form.questions if field.contact_field}
    for contact_field, problem in clean(_given(form, answers)).problems.items():
        problems.setdefault(by_contact_field[contact_field], problem)
    if problems:
        raise Invalid(problems)


def _shape_problem(field: FormField, answers: Mapping[str, str]) -> str:
    answer = answers.get(field.name, "")
    if field.required and not answer:
        return _("Enter %(field)s.") % {"field": field.label}
    if len(answer) > LONGEST_ANSWER:
        return _("Enter at most %(limit)s characters, not %(count)s.") % {
            "limit": number(LONGEST_ANSWER),
            "count": number(len(answer)),
        }
    return ""


def _given(form: TrackingForm, answers: Mapping[str, str]) -> dict[str, str]:
    """Return answers by field of the lead."""
    return {
        field.contact_field: answers[field.name]
        for field in form.questions
        if field.contact_field and field.name in answers
    }


def _names_among(form: TrackingForm) -> list[str]:
    return [field.name for field in form.questions if field.contact_field in _NAMES]


def _lead_of(form: TrackingForm, answers: Mapping[str, str], *, limited: bool = True) -> UUID | None:
    """Return the lead with the email address of a submission, created if there is none.

    None if the form has reached its hourly limit of new leads.
    """
    given = _given(form, answers)
    email = clean({"email": given["email"]}).contact["email"]
    found = identify_contacts(
        given={email: given}, source=SOURCE, channel=channel_of("form", form.pk), limited=limited
    )
    return found.get(email)


def _shown_at(form: TrackingForm, stamp: str) -> datetime | None:
    """Return when the form was shown. None without a valid stamp of this form from the last 24 hours."""
    try:
        slug, shown_at = signing.loads(stamp, salt=_STAMP, max_age=STAMP_LIVES)
    except signing.BadSignature:
        return None
    return datetime.fromisoformat(shown_at) if slug == form.slug else None


def _digest(text: str) -> str:
    return salted_hmac("mauntic.tracking.forms", text, algorithm="sha256").hexdigest() if text else ""
