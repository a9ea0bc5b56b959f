"""What a person did to deals in one go."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id


class DealAction(models.Model):
    """An action of a person on one or many deals: its moves and changes are undone together.

    `at` is the time of the action. The moves of a deal that was closed on an earlier day have that day.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("deal action")
        verbose_name_plural = _("deal actions")

    def __str__(self) -> str:
        return f"{self.by}, {self.at:%Y-%m-%d %H:%M}"
