"""Read-only admin pages of webhooks and Slack channels. Their secrets are never shown."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.automation.models import SlackChannel, WebhookEndpoint
from mauntic.kernel.admin import ReadOnly


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ReadOnly, ModelAdmin):
    list_display = ["name", "url", "is_on", "last_at", "last_error"]
    list_filter = ["is_on"]
    list_select_related = ["created_by"]


@admin.register(SlackChannel)
class SlackChannelAdmin(ReadOnly, ModelAdmin):
    list_display = ["name", "last_at", "last_error"]
    list_select_related = ["created_by"]
