"""Activities."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mauntic.kernel.api.idempotency import idempotent
from revops.api.serializers import activities as shapes
from revops.api.views.parsing import in_api_names, read, user_of
from revops.services.activities import ActivityDraft, log_activity, plan_activity

CREATED = 201


class ActivitiesView(APIView):
    @extend_schema(request=shapes.ActivityRequest, responses={CREATED: shapes.ActivityShape})
    @idempotent
    def post(self, request: Request) -> Response:
        """Keep what was done about a deal or a contact, or plan it."""
        wanted = read(shapes.ActivityRequest, request.data)
        due_at, done_at = wanted.pop("due_at", None), wanted.pop("completed_at", None)
        draft, user = ActivityDraft(**wanted), user_of(request)
        with in_api_names():
            if due_at:
                activity = plan_activity(draft=draft, due_at=due_at, by=user)
            else:
                activity = log_activity(draft=draft, at=done_at, by=user)
        return Response(shapes.ActivityShape(activity).data, status=CREATED)
