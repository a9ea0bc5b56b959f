from django.urls import path

from lead_intelligence import views

app_name = "lead_intelligence"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("spend/", views.spend, name="spend"),
    path("spend/calls.csv", views.ledger, name="ledger"),
    path("spend/stop/", views.stop, name="stop"),
    path("spend/resume/", views.resume, name="resume"),
    path("budget/", views.budget, name="budget"),
    path("waterfall/", views.waterfall, name="waterfall"),
    path("waterfall/suggestion/", views.suggestion, name="suggestion"),
    path("waterfall/suggestion/apply/", views.apply_suggestion, name="suggestion-apply"),
    path("waterfall/suggestion/<uuid:change_id>/undo/", views.undo_change, name="suggestion-undo"),
    path("waterfall/exploration/", views.exploration, name="exploration"),
    path("batches/", views.batches, name="batches"),
    path("batches/<uuid:batch_id>/", views.batch, name="batch"),
    path("batches/<uuid:batch_id>/cancel/", views.cancel_batch, name="batch-cancel"),
    path("batches/<uuid:batch_id>/retry/", views.retry_batch, name="batch-retry"),
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<uuid:job_id>/", views.job, name="job"),
    path("quality/", views.quality, name="quality"),
    path("policy/", views.policy, name="policy"),
    path("reversals/", views.reversal_list, name="reversals"),
    path("reversals/<uuid:reversal_id>/undo/", views.undo_reversal, name="reversal-undo"),
    path("providers/<slug:slug>/revert/", views.revert_provider, name="provider-revert"),
    path("providers/<slug:slug>/", views.provider, name="provider"),
    path("providers/<slug:slug>/test/", views.test_provider, name="provider-test"),
    path("leads/<uuid:contact_id>/enrich/", views.enrich, name="enrich"),
    path("leads/<uuid:contact_id>/revert/", views.revert, name="revert"),
    path("suggestions/<uuid:write_id>/accept/", views.accept, name="accept"),
    path("suggestions/<uuid:write_id>/dismiss/", views.dismiss, name="dismiss"),
]
