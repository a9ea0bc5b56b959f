from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LeadIntelligenceConfig(AppConfig):
    name = "lead_intelligence"
    verbose_name = _("Enrichment")
