"""Admin pages of proposals."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from mauntic.kernel.admin import Large, ReadOnly, Searched
from revops.agents.approvals.models import Proposal


@admin.register(Proposal)
class ProposalAdmin(Large, Searched, ReadOnly, ModelAdmin):
    list_display = ["created_at", "contact", "kind", "agent", "status", "decided_by", "detail"]
    list_filter = ["status", "agent"]
    list_select_related = ["contact", "decided_by"]
    searched = "contact"
