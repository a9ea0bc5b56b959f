"""Assets, and downloads of them."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.tracking.visitors.models import Visitor


class Asset(models.Model):
    """A file or URL behind a tracked link, such as a white paper. `slug` is its path below /a/."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    file = models.FileField(upload_to="assets/%Y/%m", max_length=300, blank=True)
    target_url = models.URLField(max_length=2000, blank=True)
    enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file="") ^ Q(target_url=""), name="an_asset_is_a_file_or_an_address"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DownloadQuerySet(models.QuerySet["Download"]):
    def counted(self, since: datetime) -> Self:
        """Return downloads by people since then. Those of bots are stored, but never counted."""
        return self.filter(occurred_at__gte=since, is_bot=False)


class Download(models.Model):
    """An opening of an asset's link, by a contact, an anonymous visitor or a bot."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="downloads")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="downloads", db_index=False
    )
    visitor = models.ForeignKey(
        Visitor, null=True, blank=True, on_delete=models.SET_NULL, related_name="downloads"
    )
    is_bot = models.BooleanField(default=False)
    bot_reason = models.CharField(max_length=120, blank=True)
    user_agent = models.CharField(max_length=500, blank=True)
    occurred_at = models.DateTimeField(default=now)

    objects = DownloadQuerySet.as_manager()

    class Meta:
        indexes = [
            # Downloads of a lead, and the page of traffic in its order.
            models.Index(fields=["contact", "-occurred_at"], name="downloads_of_contact"),
            models.Index(fields=["-occurred_at", "-id"], name="downloads_newest"),
        ]

    def __str__(self) -> str:
        return str(self.asset)
