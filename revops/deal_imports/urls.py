from django.urls import path

from revops.deal_imports import views

urlpatterns = [
    path("deals/import/", views.index, name="deal-import"),
    path("deals/import/<uuid:import_id>/", views.show, name="deal-import-job"),
    path("deals/import/<uuid:import_id>/columns/", views.columns, name="deal-import-columns"),
    path("deals/import/<uuid:import_id>/sheet/", views.sheet, name="deal-import-sheet"),
    path("deals/import/<uuid:import_id>/start/", views.start, name="deal-import-start"),
    path("deals/import/<uuid:import_id>/take-back/", views.take_back, name="deal-import-take-back"),
    path("deals/import/<uuid:import_id>/discard/", views.discard, name="deal-import-discard"),
    path("deals/import/<uuid:import_id>/failed-rows.csv", views.failed, name="deal-import-failed"),
]
