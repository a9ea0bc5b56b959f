from django.urls import path

from revops.activities.views import log

urlpatterns = [
    path("activities/log/", log.log, name="activity-log"),
    path("activities/<uuid:activity_id>/delete/", log.delete, name="activity-delete"),
    path("activities/<uuid:activity_id>/restore/", log.restore, name="activity-restore"),
]
