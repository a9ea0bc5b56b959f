"""API endpoint of the coach."""

from typing import cast

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.models import User
from mauntic.kernel.api.views import ApiView, read
from revops.agents.coach.api.serializers import ReviewRequest, ReviewShape
from revops.agents.coach.services.review import review
from revops.deals.selectors.visible import deal


class ReviewView(ApiView):
    @extend_schema(request=ReviewRequest, responses=ReviewShape)
    def post(self, request: Request) -> Response:
        """Review an email or notes. Nothing is stored or sent."""
        values = read(ReviewRequest, request.data)
        draft = ReviewRequest.draft_of(values)
        deal_id = values.get("deal_id")
        contact_id = deal(deal_id, cast("User", request.user)).contact_id if deal_id else None
        found = review(draft, contact_id=contact_id, with_model=values["ai_comments"])
        return Response(ReviewShape(found).data)
