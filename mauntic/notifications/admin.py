"""Read-only admin pages of notifications."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import Large, ReadOnly
from mauntic.notifications.models import Notification


@admin.register(Notification)
class NotificationAdmin(Large, ReadOnly, ModelAdmin):
    list_display = ["user", "kind", "title", "mail", "created_at", "read_at"]
    list_filter = ["kind", "mail"]
    list_select_related = ["user"]
