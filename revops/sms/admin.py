"""Admin pages of text messages."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import Large, ReadOnly, Searched
from revops.sms.models import SmsAccount, SmsOptOut, Text


@admin.register(SmsAccount)
class SmsAccountAdmin(ReadOnly, ModelAdmin):
    list_display = ["account_sid", "sender", "last_error", "updated_at"]


@admin.register(Text)
class TextAdmin(Large, Searched, ReadOnly, ModelAdmin):
    list_display = ["contact", "number", "state", "words", "attempts", "sent_at", "created_at"]
    list_filter = ["state"]
    list_select_related = ["contact"]
    searched = "contact"


@admin.register(SmsOptOut)
class SmsOptOutAdmin(Large, ReadOnly, ModelAdmin):
    list_display = ["number", "source", "created_at"]
