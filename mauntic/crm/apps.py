from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "mauntic.crm"
    label = "crm"
    verbose_name = "CRM"
