"""Admin page of exchange rates."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import ReadOnly
from revops.rates.models import ExchangeRate


@admin.register(ExchangeRate)
class ExchangeRateAdmin(ReadOnly, ModelAdmin):
    list_display = ["currency", "valid_from", "rate", "created_at"]
    list_filter = ["currency"]
