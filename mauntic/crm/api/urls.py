from django.urls import path

from mauntic.crm.companies.api import views
from mauntic.crm.contacts.api import views as contacts_views
from mauntic.crm.fields.api import views as fields_views
from mauntic.crm.imports.api import views as imports_views
from mauntic.crm.segments.api import views as segments_views
from mauntic.crm.tags.api.views import ContactTagsView
from mauntic.crm.timeline.api import views as api_views

urlpatterns = [
    path("contacts", contacts_views.ContactsView.as_view()),
    path("contacts/<uuid:contact_id>", contacts_views.ContactView.as_view()),
    path("contacts/<uuid:contact_id>/erase", contacts_views.ContactErasureView.as_view()),
    path("contacts/<uuid:contact_id>/tags", ContactTagsView.as_view()),
    path("contacts/<uuid:contact_id>/timeline", api_views.TimelineView.as_view()),
    path("contacts/<uuid:contact_id>/changes", contacts_views.ContactChangesView.as_view()),
    path("companies", views.CompaniesView.as_view()),
    path("companies/<uuid:company_id>", views.CompanyView.as_view()),
    path("companies/<uuid:company_id>/changes", views.CompanyChangesView.as_view()),
    path("custom-fields", fields_views.FieldsView.as_view()),
    path("custom-fields/<uuid:field_id>", fields_views.FieldView.as_view()),
    path("custom-fields/<uuid:field_id>/restore", fields_views.FieldRestoreView.as_view()),
    path("segments", segments_views.SegmentsView.as_view()),
    path("segments/<uuid:segment_id>", segments_views.SegmentView.as_view()),
    path("segments/<uuid:segment_id>/members", segments_views.MembersView.as_view()),
    path("imports", imports_views.ImportsView.as_view()),
    path("imports/<uuid:import_id>", imports_views.ImportView.as_view()),
]
