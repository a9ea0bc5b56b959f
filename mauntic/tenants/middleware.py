"""Finds the organization of a request by its host name."""

import structlog
from django.http import HttpRequest, HttpResponse
from django_tenants.middleware import TenantMainMiddleware

from mauntic.tenants import context

NEUTRAL_PATHS = ("/healthz", "/readyz")


class OrganizationMiddleware(TenantMainMiddleware):
    """Enters the organization of the host; health probes, which come by address, need none."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        structlog.contextvars.clear_contextvars()
        if request.path in NEUTRAL_PATHS:
            context.leave()
            self.setup_url_routing(request, force_public=True)
            return None
        answer: HttpResponse | None = super().process_request(request)
        if hasattr(request, "tenant"):
            structlog.contextvars.bind_contextvars(organization=request.tenant.schema_name)
        return answer
