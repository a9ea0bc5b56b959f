from django.urls import path

from mauntic.crm.fields import views as fields
from mauntic.crm.imports import views
from mauntic.crm.segments import views as segments

app_name = "crm"
urlpatterns = [
    path("fields/", fields.index, name="fields"),
    path("fields/new/", fields.edit, name="field-new"),
    path("fields/<uuid:field_id>/", fields.edit, name="field-edit"),
    path("fields/<uuid:field_id>/archive/", fields.archive, name="field-archive"),
    path("fields/<uuid:field_id>/restore/", fields.restore, name="field-restore"),
    path("segments/", segments.index, name="segments"),
    path("segments/new/", segments.edit, name="segment-new"),
    path("segments/<uuid:segment_id>/", segments.show, name="segment"),
    path("segments/<uuid:segment_id>/edit/", segments.edit, name="segment-edit"),
    path("segments/<uuid:segment_id>/delete/", segments.delete, name="segment-delete"),
    path(
        "segments/<uuid:segment_id>/leads/<uuid:contact_id>/remove/",
        segments.remove,
        name="segment-remove",
    ),
    path("imports/", views.import_list, name="import-list"),
    path("imports/new/", views.import_new, name="import-new"),
    path("imports/<uuid:import_id>/", views.import_detail, name="import-detail"),
    path("imports/<uuid:import_id>/columns/", views.import_mapping, name="import-mapping"),
    path("imports/<uuid:import_id>/sheet/", views.import_sheet, name="import-sheet"),
    path("imports/<uuid:import_id>/preview/", views.import_preview, name="import-preview"),
    path("imports/<uuid:import_id>/progress/", views.import_progress, name="import-progress"),
    path("imports/<uuid:import_id>/start/", views.import_start, name="import-start"),
    path("imports/<uuid:import_id>/discard/", views.import_discard, name="import-discard"),
    path("imports/<uuid:import_id>/rows/<int:number>/", views.import_row, name="import-row"),
    path("imports/<uuid:import_id>/revert/", views.import_revert, name="import-revert"),
    path("imports/<uuid:import_id>/failed-rows.csv", views.import_failed, name="import-failed"),
]
