from django.urls import path

from lead_intelligence.spending.views import calls, page

urlpatterns = [
    path("spend/", page.spend, name="spend"),
    path("spend/calls.csv", calls.ledger, name="ledger"),
    path("spend/stop/", page.stop, name="stop"),
    path("spend/resume/", page.resume, name="resume"),
    path("budget/", page.budget, name="budget"),
]
