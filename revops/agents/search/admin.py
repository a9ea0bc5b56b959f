"""Admin page of search engines."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import ReadOnly
from revops.agents.search.models import SearchAccount


@admin.register(SearchAccount)
class SearchAccountAdmin(ReadOnly, ModelAdmin):
    list_display = ["kind", "base_url", "price", "priced_on", "is_used", "problem", "updated_at"]
