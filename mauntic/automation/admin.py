"""Read-only admin pages of automation. The secrets of webhooks and Slack channels are never shown."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList as AnyChangeList
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.views import ChangeList

from mauntic.accounts.context import signed_in
from mauntic.automation.models import Definition, Run, SlackChannel, Version, WebhookEndpoint
from mauntic.automation.registry.subjects import subject_of
from mauntic.automation.selectors.shown.runs import rows_of_runs
from mauntic.events.catalog.records import Named
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
    list_display = ["definition", "record", "state", "reason", "origin", "started_at", "ended_at"]
    list_filter = ["state", "origin"]
    list_select_related = ["definition", "version__definition", "started_by"]

    def get_changelist(self, _request: HttpRequest, **_options: Any) -> type[AnyChangeList]:
        """Return the list whose rows know the names of their records."""
        return _Runs

    @admin.display(description=_("Record"))
    def record(self, run: Run) -> str:
        """Return the name of the record, with a link; its kind if it was deleted."""
        named: Named | None = getattr(run, "named", None)
        if named is None:
            return f"{subject_of(run.subject_kind).label} ({_('deleted')})"
        return format_html('<a href="{}">{}</a>', named.url, named.name)


class _Runs(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        """Read the rows of the page, and the names of their records in one query for each kind."""
        super().get_results(request)
        self.result_list: list[Run] = list(self.result_list)
        for row in rows_of_runs(self.result_list, signed_in(request)):
            row.run.named = row.record  # type: ignore[attr-defined]  # for `record`
