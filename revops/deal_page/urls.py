from django.urls import path

from revops.deal_page.views import activities, attachments, committee, forms, history, page

urlpatterns = [
    path("deals/new/", forms.new, name="deal-new"),
    path("deals/<uuid:deal_id>/", page.show, name="deal"),
    path("deals/<uuid:deal_id>/history/", history.history, name="deal-history"),
    path("deals/<uuid:deal_id>/edit/", forms.edit, name="deal-edit"),
    path("deals/<uuid:deal_id>/category/", page.category, name="deal-category"),
    path("deals/<uuid:deal_id>/move/", forms.move, name="deal-move"),
    path("deals/<uuid:deal_id>/reopen/", forms.reopen, name="deal-reopen"),
    path("deals/<uuid:deal_id>/activities/", activities.deal_activities, name="deal-activities"),
    path("deals/<uuid:deal_id>/timeline/", activities.deal_timeline, name="deal-timeline"),
    path("deals/<uuid:deal_id>/committee/", committee.deal_committee, name="deal-committee"),
    path("deals/<uuid:deal_id>/committee/<uuid:contact_id>/role/", committee.member_role, name="member-role"),
    path("deals/<uuid:deal_id>/committee/<uuid:contact_id>/left/", committee.member_left, name="member-left"),
    path("deals/<uuid:deal_id>/committee/<uuid:contact_id>/back/", committee.member_back, name="member-back"),
    path("deals/<uuid:deal_id>/files/", attachments.deal_attachments, name="deal-attachments"),
    path("files/<uuid:attachment_id>/", attachments.attachment, name="attachment"),
    path("files/<uuid:attachment_id>/delete/", attachments.attachment_delete, name="attachment-delete"),
    path("activities/<uuid:activity_id>/", activities.activity, name="activity"),
    path("activities/<uuid:activity_id>/done/", activities.activity_complete, name="activity-complete"),
    path("activities/<uuid:activity_id>/reopen/", activities.activity_reopen, name="activity-reopen"),
    path("activities/<uuid:activity_id>/date/", activities.activity_reschedule, name="activity-reschedule"),
    path("activities/<uuid:activity_id>/owner/", activities.activity_reassign, name="activity-reassign"),
]
