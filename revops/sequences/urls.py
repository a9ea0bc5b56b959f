from django.urls import path

from revops.sequences.views import builder, enrollments, moving, page

urlpatterns = [
    path("sequences/", page.index, name="sequences"),
    path("sequences/new/", builder.edit, name="sequence-new"),
    path("sequences/<uuid:sequence_id>/", page.show, name="sequence"),
    path("sequences/<uuid:sequence_id>/edit/", builder.edit, name="sequence-edit"),
    path("sequences/<uuid:sequence_id>/preview/", page.preview, name="sequence-preview"),
    path(
        "sequences/<uuid:sequence_id>/steps/<uuid:step_id>/<slug:name>/",
        page.behind,
        name="sequence-behind",
    ),
    path("sequences/<uuid:sequence_id>/move/", moving.move_all, name="sequence-move"),
    path("sequences/<uuid:sequence_id>/on/", page.switch, {"on": True}, name="sequence-on"),
    path("sequences/<uuid:sequence_id>/off/", page.switch, {"on": False}, name="sequence-off"),
    path("sequences/<uuid:sequence_id>/enroll/undo/", enrollments.undo_enroll, name="sequence-enroll-undo"),
    path(
        "sequences/enrollments/<uuid:enrollment_id>/<slug:action>/",
        enrollments.change,
        name="sequence-enrollment",
    ),
]
