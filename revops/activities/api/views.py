"""API endpoint of activities."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.context import signed_in
from mauntic.kernel.api.views import ApiView, in_api_names, read
from revops.activities.api import serializers as shapes
from revops.activities.services.drafts import ActivityDraft
from revops.activities.services.record import log_activity, plan_activity
from revops.deals.api.parsing import API_NAMES

CREATED = 201


class ActivitiesView(ApiView):
    @extend_schema(request=shapes.ActivityRequest, responses={CREATED: shapes.ActivityShape})
    def post(self, request: Request) -> Response:
        """Log or schedule an activity."""
        wanted = read(shapes.ActivityRequest, request.data)
        due_at, done_at = wanted.pop("due_at", None), wanted.pop("completed_at", None)
        draft, user = ActivityDraft(**wanted), signed_in(request)
        with in_api_names(API_NAMES):
            if due_at:
                activity = plan_activity(draft=draft, due_at=due_at, by=user)
            else:
                activity = log_activity(draft=draft, at=done_at, by=user)
        return Response(shapes.ActivityShape(activity).data, status=CREATED)
