from django.urls import path

from mauntic.crm.api import views

urlpatterns = [
    path("contacts", views.ContactsView.as_view()),
    path("contacts/<uuid:contact_id>", views.ContactView.as_view()),
    path("contacts/<uuid:contact_id>/timeline", views.TimelineView.as_view()),
    path("companies", views.CompaniesView.as_view()),
    path("companies/<uuid:company_id>", views.CompanyView.as_view()),
    path("imports", views.ImportsView.as_view()),
    path("imports/<uuid:import_id>", views.ImportView.as_view()),
]
