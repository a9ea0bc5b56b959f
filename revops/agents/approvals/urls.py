from django.urls import path

from revops.agents.approvals import views

urlpatterns = [
    path("", views.index, name="approvals"),
    path("approvals/", views.home, name="approvals-alias"),
    path("approvals/bulk/", views.bulk, name="approvals-bulk"),
    path("approvals/<uuid:proposal_id>/", views.proposal, name="approval"),
    path("approvals/<uuid:proposal_id>/approve/", views.approve, name="approval-approve"),
    path("approvals/<uuid:proposal_id>/reject/", views.reject, name="approval-reject"),
    path("approvals/<uuid:proposal_id>/edit/", views.edit, name="approval-edit"),
]
