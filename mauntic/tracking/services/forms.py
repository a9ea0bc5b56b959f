"""Forms: what came is checked, judged, kept, and, unless it is spam, becomes a lead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.utils.crypto import salted_hmac

from mauntic.crm.domain.cleaning import clean
from mauntic.events.catalog import FormSubmitted
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, MaunticError
from mauntic.kernel.stored_text import without_unstorable
from mauntic.tracking.domain.spam import Circumstances, remark, spam_reason, what_it_says
from mauntic.tracking.models import FormField, FormSubmission, TrackingForm
from mauntic.tracking.selectors.forms import sent_alike, sent_by
from mauntic.tracking.services.browsers import seen_as
from mauntic.tracking.services.people import identify_contacts
from mauntic.tracking.services.visitors import link_visitors

SOURCE = "form"
LONGEST_ANSWER = 5_000
STAMP_LIVES = timedelta(days=1)
_STAMP = "mauntic.tracking.form-stamp"
_NAMES = frozenset({"first_name", "last_name", "full_name", "company", "title"})
# Spam is kept for people to judge; a flood of it is not.
MOST_KEPT_OF_SENDER = 60
Verdict = FormSubmission.Verdict


class TooMany(MaunticError):
    """So much came from one network address that no more of it is kept for a while."""

    code = "rate_limited"


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it came: answers by the form's own names, and how it was sent.

    `trap` is what stands in the field that people do not see; `stamp` says when the form was shown.
    """

    answers: Mapping[str, str]
    trap: str = ""
    stamp: str = ""
    anonymous_id: str = ""
    network_address: str = ""


def stamp_of(form: TrackingForm) -> str:
    """A signed word for "this form was shown now", which the form sends back."""
    return signing.dumps([form.slug, now().isoformat()], salt=_STAMP)


@transaction.atomic
def receive_form(*, form: TrackingForm, sent: Sent) -> FormSubmission:
    """Check and keep a submission; in this order: its row, the lead, the visitor's past, `FormSubmitted`.

    `Invalid` has a sentence for each answer that cannot be taken, under the form's own names. Spam is kept
    with its reason and does nothing else.
    """
    answers = _storable(form, sent.answers)
    _refuse_wrong(form, answers)
    at = now()
    sender, says = _digest(sent.network_address), _digest(what_it_says(answers))
    reason = _spam_reason(form, sent, answers, sender=sender, says=says, at=at)
    submission = FormSubmission.objects.create(
        form=form,
        fields=answers,
        visitor_id=seen_as(sent.anonymous_id, at=at),
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


def _spam_reason(
    form: TrackingForm, sent: Sent, answers: Mapping[str, str], *, sender: str, says: str, at: datetime
) -> str:
    sent_by_address = sent_by(sender, at)
    if sent_by_address >= MOST_KEPT_OF_SENDER:
        raise TooMany("Too many forms came from your network. Try again in ten minutes.")
    told = Circumstances(
        trap=sent.trap,
        shown_at=_shown_at(form, sent.stamp),
        sent_at=at,
        sent_by_address=sent_by_address,
        sent_alike=sent_alike(form, says, at),
    )
    names = {name: answers[name] for name in _names_among(form) if name in answers}
    return spam_reason(names=names, circumstances=told)


@transaction.atomic
def count_submission(*, submission: FormSubmission) -> None:
    """Make the lead of an accepted submission, or fill its empty fields, and publish `FormSubmitted`.

    The browser that sent it is the lead's from now on, and what it did before becomes the lead's.
    """
    if submission.contact_id is None:
        submission.contact_id = _lead_of(_given(submission.form, submission.fields))
        submission.save(update_fields=["contact"])
    if submission.visitor_id and submission.contact_id:
        link_visitors(contacts={submission.visitor_id: submission.contact_id})
    publish(submitted(submission))


def submitted(submission: FormSubmission) -> FormSubmitted:
    """The fact that tells of a submission as it is judged now."""
    if submission.contact_id is None:
        raise Invalid({"contact": "Nobody is known who sent this."})
    return FormSubmitted(
        contact_id=submission.contact_id,
        form_type=submission.form.form_type,
        fields=submission.fields,
        submission_id=submission.pk,
        submitted_at=submission.submitted_at,
        is_spam=submission.is_spam,
    )


def _storable(form: TrackingForm, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers to the form's own questions; what else a page sends along is left out."""
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
        return f"Fill in {field.label}."
    if len(answer) > LONGEST_ANSWER:
        return f"At most {LONGEST_ANSWER:,} characters fit; this has {len(answer):,}."
    return ""


def _given(form: TrackingForm, answers: Mapping[str, str]) -> dict[str, str]:
    """Answers by the fields of a lead that they fill."""
    return {
        field.contact_field: answers[field.name]
        for field in form.questions
        if field.contact_field and field.name in answers
    }


def _names_among(form: TrackingForm) -> list[str]:
    return [field.name for field in form.questions if field.contact_field in _NAMES]


def _lead_of(given: Mapping[str, str]) -> UUID:
    """Who has the address already, its empty fields filled, or a new lead."""
    email = clean({"email": given["email"]}).contact["email"]
    return identify_contacts(said={email: given}, source=SOURCE)[email]


def _shown_at(form: TrackingForm, stamp: str) -> datetime | None:
    """When the form was shown; None without a stamp of this form that is genuine and of today."""
    try:
        slug, shown_at = signing.loads(stamp, salt=_STAMP, max_age=STAMP_LIVES)
    except signing.BadSignature:
        return None
    return datetime.fromisoformat(shown_at) if slug == form.slug else None


def _digest(text: str) -> str:
    return salted_hmac("mauntic.tracking.forms", text, algorithm="sha256").hexdigest() if text else ""
