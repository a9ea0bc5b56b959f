from django.urls import path

from lead_intelligence.waterfall import views

urlpatterns = [
    path("waterfall/", views.waterfall, name="waterfall"),
]
