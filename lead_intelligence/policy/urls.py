from django.urls import path

from lead_intelligence.policy import views

urlpatterns = [
    path("policy/", views.policy, name="policy"),
]
