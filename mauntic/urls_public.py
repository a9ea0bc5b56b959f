"""Addresses outside of any organization: a page for hosts that lead nowhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import re_path
from django.views.generic import TemplateView


class NoOrganization(TemplateView):
    """Say that the host belongs to no organization. Programs see it from the status."""

    template_name = "web/no_organization.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 (signature of Django)
        """Answer 404 with the page."""
        return self.render_to_response({}, status=404)


handler500 = "mauntic.web.middleware.outages.handle_error"
urlpatterns = [re_path(r"^.*$", NoOrganization.as_view(), name="no-organization")]
