from django.urls import path

from revops.agents.sdr import views

urlpatterns = [
    path("sdr/", views.index, name="sdr"),
    path("replies/", views.replies, name="sdr-replies"),
    path("replies/<uuid:reply_id>/again/", views.reply_again, name="sdr-reply-again"),
    path("sdr/settings/", views.settings, name="sdr-settings"),
]
