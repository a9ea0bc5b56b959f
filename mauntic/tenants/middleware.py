"""Finds the organization of a request by its host name."""

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django_tenants.middleware import TenantMainMiddleware


class OrganizationMiddleware(TenantMainMiddleware):
    """Enter the organization of the host."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        structlog.contextvars.clear_contextvars()
        answer: HttpResponse | None = super().process_request(request)
        if not hasattr(request, "tenant"):
            # Sessions lie in the organizations' schemas: outside of them a cookie leads nowhere.
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        else:
            structlog.contextvars.bind_contextvars(organization=request.tenant.schema_name)
        return answer
