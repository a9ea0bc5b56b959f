"""Read-only admin pages of notifications."""

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from mauntic.notifications.models import Notification


@admin.register(Notification)
class NotificationAdmin(ModelAdmin):
    list_display = ["user", "kind", "title", "mail", "created_at", "read_at"]
    list_filter = ["kind", "mail"]
    list_select_related = ["user"]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 (signature of Django)
        """Refuse: services create these rows."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Notification | None = None) -> bool:  # noqa: ARG002
        """Refuse: notifications do not change."""
        return False
