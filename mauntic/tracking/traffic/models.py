"""Corrections of verdicts on traffic."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mauntic.kernel.clock import now
from mauntic.kernel.display import number
from mauntic.kernel.ids import new_id


class TrafficKind(models.TextChoices):
    """Kinds of traffic, by people and bots."""

    VISITS = "visits", _("Page views")
    EVENTS = "events", _("Events")
    DOWNLOADS = "downloads", _("Downloads")


_SENTENCES: dict[tuple[TrafficKind, bool], Callable[[int], str]] = {
    (TrafficKind.VISITS, True): lambda n: ngettext(
        "%(count)s page view marked as bot", "%(count)s page views marked as bots", n
    ),
    (TrafficKind.VISITS, False): lambda n: ngettext(
        "%(count)s page view marked as person", "%(count)s page views marked as people", n
    ),
    (TrafficKind.EVENTS, True): lambda n: ngettext(
        "%(count)s event marked as bot", "%(count)s events marked as bots", n
    ),
    (TrafficKind.EVENTS, False): lambda n: ngettext(
        "%(count)s event marked as person", "%(count)s events marked as people", n
    ),
    (TrafficKind.DOWNLOADS, True): lambda n: ngettext(
        "%(count)s download marked as bot", "%(count)s downloads marked as bots", n
    ),
    (TrafficKind.DOWNLOADS, False): lambda n: ngettext(
        "%(count)s download marked as person", "%(count)s downloads marked as people", n
    ),
}


class Correction(models.Model):
    """A correction of the verdict on rows. It can be undone once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=TrafficKind)
    is_bot = models.BooleanField()
    row_ids = ArrayField(models.UUIDField())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        count = len(self.row_ids)
        return _SENTENCES[TrafficKind(self.kind), self.is_bot](count) % {"count": number(count)}
