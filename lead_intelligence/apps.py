from django.apps import AppConfig


class LeadIntelligenceConfig(AppConfig):
    name = "lead_intelligence"
    verbose_name = "Lead intelligence"
