"""Read-only admin pages of automation. The secrets of webhooks and Slack channels are never shown."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.automation.models import Definition, Run, SlackChannel, Version, WebhookEndpoint
from mauntic.kernel.admin import Large, ReadOnly


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ReadOnly, ModelAdmin):
    list_display = ["name", "url", "is_on", "last_at", "last_error"]
    list_filter = ["is_on"]
    list_select_related = ["created_by"]


@admin.register(SlackChannel)
class SlackChannelAdmin(ReadOnly, ModelAdmin):
    list_display = ["name", "last_at", "last_error"]
    list_select_related = ["created_by"]


@admin.register(Definition)
class DefinitionAdmin(ReadOnly, ModelAdmin):
    list_display = ["name", "kind", "state", "switched_at", "locked_at"]
    list_filter = ["kind", "state"]
    list_select_related = ["current__definition", "switched_by", "created_by"]


@admin.register(Version)
class VersionAdmin(ReadOnly, ModelAdmin):
    list_display = ["definition", "number", "trigger", "created_at"]
    list_select_related = ["definition", "created_by"]


@admin.register(Run)
class RunAdmin(Large, ReadOnly, ModelAdmin):
    list_display = ["definition", "subject_kind", "state", "reason", "origin", "started_at", "ended_at"]
    list_filter = ["state", "origin"]
    list_select_related = ["definition", "version__definition", "started_by"]
