from django.urls import path

from lead_intelligence import views

app_name = "lead_intelligence"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("budget/", views.budget, name="budget"),
    path("waterfall/", views.waterfall, name="waterfall"),
    path("jobs/<uuid:job_id>/", views.job, name="job"),
    path("providers/<slug:slug>/", views.provider, name="provider"),
    path("providers/<slug:slug>/test/", views.test_provider, name="provider-test"),
    path("leads/<uuid:contact_id>/enrich/", views.enrich, name="enrich"),
    path("leads/<uuid:contact_id>/revert/", views.revert, name="revert"),
    path("suggestions/<uuid:write_id>/accept/", views.accept, name="accept"),
]
