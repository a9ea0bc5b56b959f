"""Addresses outside of any organization: a page for hosts that lead nowhere."""

from django.urls import re_path
from django.views.generic import TemplateView

handler500 = "mauntic.web.middleware.outages.handle_error"
urlpatterns = [
    re_path(r"^.*$", TemplateView.as_view(template_name="web/no_organization.html"), name="no-organization"),
]
