from django.urls import include, path

from mauntic.web.companies import views as companies_views
from mauntic.web.home import views as home_views
from mauntic.web.leads.views import (
    bulk,
    engagement,
    enrichment,
    enrolling,
    erasure,
    export,
    fields,
    history,
    journeys,
    lead,
    mail,
    segments,
    table,
    tags,
)
from mauntic.web.notes import views as notes_views
from mauntic.web.operations import views as operations_views
from mauntic.web.search import views as search_views
from mauntic.web.settings import views as settings_views

urlpatterns = [
    path("", home_views.home, name="home"),
    path("leads/", table.index, name="leads"),
    path("leads/new/", table.new, name="lead-new"),
    path("leads/new/company/", table.employer, name="lead-new-company"),
    path("leads/bulk/", bulk.bulk, name="leads-bulk"),
    path("leads/assign/", bulk.assign, name="leads-assign"),
    path("leads/handovers/<uuid:handover_id>/undo/", bulk.undo, name="lead-handover-undo"),
    path("leads/enrich/", enrichment.enrich, name="leads-enrich"),
    path("leads/enroll/", enrolling.enroll, name="leads-enroll"),
    path("leads/journey/", journeys.add, name="leads-journey"),
    path("leads/segment/", segments.add, name="leads-segment"),
    path("leads/export.csv", export.export, name="leads-export"),
    path("leads/<uuid:contact_id>/", lead.show, name="lead"),
    path("leads/<uuid:contact_id>/erase/", erasure.erase, name="lead-erase"),
    path("leads/<uuid:contact_id>/tracking/", engagement.tracking, name="lead-tracking"),
    path("leads/<uuid:contact_id>/tags/", tags.tag, name="lead-tags"),
    path("leads/<uuid:contact_id>/fields/", fields.fields, name="lead-fields"),
    path("leads/<uuid:contact_id>/history/", history.history, name="lead-history"),
    path("leads/<uuid:contact_id>/save/", lead.save, name="lead-save"),
    path("leads/<uuid:contact_id>/owner/", lead.give, name="lead-owner"),
    path("leads/<uuid:contact_id>/activities/", lead.act, name="lead-activities"),
    path("leads/<uuid:contact_id>/enrich/", lead.enrich, name="lead-enrich"),
    path("leads/<uuid:contact_id>/email/", mail.email, name="lead-email"),
    path("leads/<uuid:contact_id>/reply/", mail.reply, name="lead-reply"),
    path("leads/<uuid:contact_id>/revert/", lead.take_back, name="lead-revert"),
    path("leads/<uuid:contact_id>/accept/<uuid:write_id>/", lead.accept, name="lead-accept"),
    path("leads/<uuid:contact_id>/dismiss/<uuid:write_id>/", lead.dismiss, name="lead-dismiss"),
    path("search/", search_views.search, name="search"),
    path("companies/", companies_views.index, name="companies"),
    path("companies/new/", companies_views.new, name="company-new"),
    path("companies/<uuid:company_id>/", companies_views.show, name="company"),
    path("notes/new/", notes_views.new, name="note-new"),
    path("companies/<uuid:company_id>/edit/", companies_views.edit, name="company-edit"),
    path("companies/<uuid:company_id>/history/", companies_views.history, name="company-history"),
    path("settings/", settings_views.profile, name="settings"),
    path("settings/organization/", settings_views.organization, name="settings-organization"),
    path("settings/operations/", operations_views.operations, name="settings-operations"),
    path("", include("mauntic.accounts.urls")),
]
