from django.urls import path

from lead_intelligence.learning import views

urlpatterns = [
    path("waterfall/suggestion/", views.suggestion, name="suggestion"),
    path("waterfall/suggestion/apply/", views.apply_suggestion, name="suggestion-apply"),
    path("waterfall/suggestion/<uuid:change_id>/undo/", views.undo_change, name="suggestion-undo"),
    path("waterfall/exploration/", views.exploration, name="exploration"),
]
