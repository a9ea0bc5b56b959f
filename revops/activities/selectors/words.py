"""What was logged, planned or deleted, in sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mauntic.kernel.display import number
from revops.activities.labels import due_words
from revops.activities.models import TOUCHES, Activity


def saved_message(activity: Activity, record: str, follow_up: Activity | None = None) -> str:
    """Return `Call with Ann Lee logged. Follow-up task due tomorrow 09:00. 1 alert answered.`

    Args:
        activity: what was logged or scheduled.
        record: the name of the lead or deal.
        follow_up: the task that was planned with it.
    """
    if activity.completed_at is None:
        return planned_message(activity)
    kind = activity.get_type_display()
    logged, noted = _("{activity} with {record} logged."), _("{activity} on {record} saved.")
    sentences = [(logged if activity.type in TOUCHES else noted).format(activity=kind, record=record)]
    if follow_up and follow_up.due_at:
        sentences.append(_("Follow-up task due {time}.").format(time=due_words(follow_up.due_at)))
    if answered := len(activity.answered or ()):
        text = ngettext("{count} alert answered.", "{count} alerts answered.", answered)
        sentences.append(text.format(count=number(answered)))
    return " ".join(sentences)


def planned_message(activity: Activity) -> str:
    """Return `"Send the offer" scheduled, due tomorrow 09:00.`"""
    due = due_words(activity.due_at) if activity.due_at else ""
    return _('"{activity}" scheduled, due {time}.').format(activity=activity, time=due)


def deleted_message(activity: Activity) -> str:
    """Return `"Send the offer" deleted.`, and what else the deletion of a completed activity undid."""
    said = _('"{activity}" deleted.').format(activity=activity)
    also = _("Its follow-up and its answers to alerts are undone.")
    return f"{said} {also}" if activity.completed_at else said


def restored_message(activity: Activity, follow_ups: int) -> str:
    """Return `"Call" restored.`, and how many follow-ups were restored with it."""
    said = _('"{activity}" restored.').format(activity=activity)
    if not follow_ups:
        return said
    also = ngettext(
        "{count} follow-up task is back, too.", "{count} follow-up tasks are back, too.", follow_ups
    )
    return f"{said} {also.format(count=number(follow_ups))}"
