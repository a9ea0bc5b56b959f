"""Due dates and activities in words."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mauntic.kernel import display
from mauntic.kernel.clock import now


def due_words(due_at: datetime) -> str:
    """Return `today 14:00`, `tomorrow 09:00` or date and time, in the current time zone."""
    local = timezone.localtime(due_at)
    days = (local.date() - timezone.localtime(now()).date()) // timedelta(days=1)
    named = {-1: _("yesterday {time}"), 0: _("today {time}"), 1: _("tomorrow {time}")}.get(days)
    return named.format(time=date_format(local, "TIME_FORMAT")) if named else display.moment(due_at)
