from django.urls import include, path

from mauntic.web.views import companies, enrichment, export, health, home, lead, leads, search, settings

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", home.home, name="home"),
    path("leads/", leads.index, name="leads"),
    path("leads/new/", leads.new, name="lead-new"),
    path("leads/bulk/", leads.bulk, name="leads-bulk"),
    path("leads/enrich/", enrichment.enrich, name="leads-enrich"),
    path("leads/export.csv", export.export, name="leads-export"),
    path("leads/<uuid:contact_id>/", lead.show, name="lead"),
    path("leads/<uuid:contact_id>/save/", lead.save, name="lead-save"),
    path("leads/<uuid:contact_id>/owner/", lead.give, name="lead-owner"),
    path("leads/<uuid:contact_id>/activities/", lead.act, name="lead-activities"),
    path("leads/<uuid:contact_id>/enrich/", lead.enrich, name="lead-enrich"),
    path("leads/<uuid:contact_id>/revert/", lead.take_back, name="lead-revert"),
    path("leads/<uuid:contact_id>/accept/<uuid:write_id>/", lead.accept, name="lead-accept"),
    path("leads/<uuid:contact_id>/dismiss/<uuid:write_id>/", lead.dismiss, name="lead-dismiss"),
    path("search/", search.search, name="search"),
    path("companies/", companies.index, name="companies"),
    path("companies/<uuid:company_id>/", companies.show, name="company"),
    path("settings/", settings.profile, name="settings"),
    path("settings/organization/", settings.organization, name="settings-organization"),
    path("", include("mauntic.accounts.urls")),
]
