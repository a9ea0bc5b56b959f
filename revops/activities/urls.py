from django.urls import path

from revops.activities.views import log, task_forms, tasks

urlpatterns = [
    path("activities/log/", log.log, name="activity-log"),
    path("activities/<uuid:activity_id>/delete/", log.delete, name="activity-delete"),
    path("activities/<uuid:activity_id>/restore/", log.restore, name="activity-restore"),
]
task_patterns = [
    path("", tasks.index, name="tasks"),
    path("new/", task_forms.new, name="task-new"),
    path("records/", tasks.records, name="task-records"),
    path("<uuid:activity_id>/edit/", task_forms.edit, name="task-edit"),
    path("<uuid:activity_id>/complete/", tasks.complete, name="task-complete"),
    path("<uuid:activity_id>/tomorrow/", tasks.tomorrow, name="task-tomorrow"),
    path("<uuid:activity_id>/move/", tasks.move, name="task-move"),
]
