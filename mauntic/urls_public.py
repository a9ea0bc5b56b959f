"""Addresses outside of any organization: probes, and a page for hosts that lead nowhere."""

from django.urls import path, re_path
from django.views.generic import TemplateView

from mauntic.web.views import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    re_path(r"^.*$", TemplateView.as_view(template_name="web/no_organization.html"), name="no-organization"),
]
