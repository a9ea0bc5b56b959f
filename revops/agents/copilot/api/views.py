"""API endpoint of the email copilot."""

import json
from collections.abc import Mapping
from typing import Any, cast

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.models import User
from mauntic.kernel.api.idempotency import HEADER
from mauntic.kernel.api.views import ApiView, read
from mauntic.kernel.errors import Invalid
from revops.agents.copilot.api.serializers import DraftRequest, DraftShape
from revops.agents.copilot.services.drafting import write_draft
from revops.agents.copilot.services.progress import draft_stream
from revops.agents.copilot.services.tickets import task_of, wish_for


class EventStreamRenderer(BaseRenderer):
    """Lets clients accept only events. An error comes as JSON with its status, before any event."""

    media_type = "text/event-stream"
    format = "event-stream"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the data as JSON."""
        del accepted_media_type, renderer_context
        return json.dumps(data).encode()


class DraftView(ApiView):
    renderer_classes = (JSONRenderer, EventStreamRenderer)

    @extend_schema(request=DraftRequest, responses=DraftShape)
    def post(self, request: Request) -> HttpResponseBase:
        """Draft an email to a contact. Sentences that no fact supports are removed and counted."""
        values = read(DraftRequest, request.data)
        wish = wish_for(goal=values["goal"], tone=values["tone"], contact_id=values["contact_id"])
        if values["stream"] and HEADER in request.headers:
            raise Invalid({HEADER: _("A stream cannot be repeated. Leave the header out.")})
        task = task_of(wish, cast("User", request.user))
        if values["stream"]:
            return draft_stream(request._request, task)  # noqa: SLF001 (that of Django, which DRF hides)
        context = {"contact_id": values["contact_id"]}
        return Response(DraftShape(write_draft(task), context=context).data)
