from django.urls import path

from revops.api.views import activities, deals, forecast, health, pipeline, routing

urlpatterns = [
    path("leads/route", routing.RouteView.as_view()),
    path("routing/rules", routing.RulesView.as_view()),
    path("deals", deals.DealsView.as_view()),
    path("deals/<uuid:deal_id>", deals.DealView.as_view()),
    path("deals/<uuid:deal_id>/stage", deals.StageView.as_view()),
    path("activities", activities.ActivitiesView.as_view()),
    path("pipeline/metrics", pipeline.PipelineMetricsView.as_view()),
    path("agents/next-best-action/<str:deal_id>", health.NextBestActionView.as_view()),
    path("agents/deal-inspector/<str:deal_id>/explainability", health.DealInspectorView.as_view()),
    path("forecasts/<str:period>", forecast.ForecastView.as_view()),
    path("forecasts/<str:period>/commit", forecast.CommitView.as_view()),
    path("forecasts/<str:period>/calibration", forecast.CalibrationView.as_view()),
    path("forecasts/<str:period>/risk-alerts", forecast.RiskAlertsView.as_view()),
]
