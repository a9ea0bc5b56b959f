from django.urls import path

from lead_intelligence.enrichment.views import batches, jobs

urlpatterns = [
    path("batches/", batches.index, name="batches"),
    path("batches/<uuid:batch_id>/", batches.show, name="batch"),
    path("batches/<uuid:batch_id>/cancel/", batches.cancel, name="batch-cancel"),
    path("batches/<uuid:batch_id>/retry/", batches.retry, name="batch-retry"),
    path("jobs/", jobs.index, name="jobs"),
    path("jobs/<uuid:job_id>/", jobs.show, name="job"),
    path("leads/<uuid:contact_id>/enrich/", jobs.enrich, name="enrich"),
]
