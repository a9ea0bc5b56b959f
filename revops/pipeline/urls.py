from django.urls import path

from revops.pipeline.views import board, bulk, export, table

urlpatterns = [
    path("pipeline/", board.pipeline, name="pipeline"),
    path("pipeline/<slug:stage>/more/", board.more, name="pipeline-more"),
    path("deals/", table.index, name="deals"),
    path("deals/bulk/", bulk.apply, name="deals-bulk"),
    path("deals/undo/<uuid:action_id>/", bulk.undo, name="deals-undo"),
    path("deals/runs/<uuid:run_id>/", bulk.run, name="deal-run"),
    path("deals/export.csv", export.export, name="deal-export"),
    path("deals/<uuid:deal_id>/row/", table.row, name="deal-row"),
    path("deals/<uuid:deal_id>/move/place/", board.place, name="deal-place"),
]
