from django.urls import path

from lead_intelligence.quality import views

urlpatterns = [
    path("quality/", views.quality, name="quality"),
]
