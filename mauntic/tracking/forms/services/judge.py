"""Correct the verdict on submissions."""

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.events.services import publish_many
from mauntic.tracking.forms.models import FormSubmission
from mauntic.tracking.forms.services.receive import count_submission, submitted

Verdict = FormSubmission.Verdict


@transaction.atomic
def judge_submission(*, submission: FormSubmission, is_spam: bool, by: User) -> bool:
    """Set the verdict on a submission.

    One that is not spam creates its lead, and counts from the time at which it was sent. One that is spam no
    longer counts, but its lead stays.

    Returns: False if the verdict was the same before.
    Publishes: `FormSubmitted` with the new verdict.
    """
    locked = FormSubmission.objects.select_for_update(of=("self",)).select_related("form", "contact")
    # Locked, so that two people who decide at the same time do not create two leads.
    found = locked.get(pk=submission.pk)
    if found.is_spam == is_spam:
        return False
    found.verdict = Verdict.SPAM if is_spam else Verdict.ACCEPTED
    found.spam_reason = found.spam_reason or (_("Marked by %(name)s") % {"name": by})[:160]
    found.save(update_fields=["verdict", "spam_reason"])
    if not is_spam:
        count_submission(submission=found)
    elif found.contact_id:
        publish_many([submitted(found)])
    return True
