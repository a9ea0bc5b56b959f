from django.urls import path

from lead_intelligence.performance.views import overview, vendor

urlpatterns = [
    path("", overview.show, name="overview"),
    path("providers/<slug:slug>/", vendor.show, name="provider"),
    path("providers/<slug:slug>/test/", vendor.check_connection, name="provider-test"),
]
