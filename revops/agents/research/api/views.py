"""API endpoints of research."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_202_ACCEPTED

from mauntic.accounts.context import signed_in
from mauntic.crm.contacts.selectors.lists import lead
from mauntic.kernel.api.views import ApiView, read
from mauntic.kernel.errors import Invalid
from revops.agents.research.api import serializers as shapes
from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.selectors.insights import ShownInsight, insights_of_lead, ranked
from revops.agents.research.services.requests import request_many, request_research


class ResearchView(ApiView):
    @extend_schema(request=shapes.ResearchRequest, responses={202: shapes.ResearchAnswer})
    def post(self, request: Request) -> Response:
        """Research a contact or the company of a contact, in the background."""
        wanted = read(shapes.ResearchRequest, request.data)
        job = request_research(
            contact_id=wanted["contact_id"], kind=ResearchType(wanted["type"]), by=signed_in(request)
        )
        answer = {"job_id": job.pk, "message": _("Research started.")}
        return Response(shapes.ResearchAnswer(answer).data, status=HTTP_202_ACCEPTED)


class RunView(ApiView):
    @extend_schema(request=shapes.RunRequest, responses={202: shapes.RunAnswer})
    def post(self, request: Request) -> Response:
        """Research up to 100 contacts or their companies, in the background."""
        wanted = read(shapes.RunRequest, request.data)
        ids = _contact_ids(wanted)
        jobs, refused = request_many(
            contact_ids=ids, kind=ResearchType(wanted["type"]), by=signed_in(request)
        )
        answer = {
            "job_ids": [job.pk for job in jobs],
            "refused": [{"contact_id": pk, "reason": reason} for pk, reason in refused.items()],
            "message": _started(len(jobs)),
        }
        return Response(shapes.RunAnswer(answer).data, status=HTTP_202_ACCEPTED)


class InsightsView(ApiView):
    @extend_schema(
        operation_id="revops_contacts_insights_list",
        parameters=[shapes.InsightsQuery],
        responses=shapes.InsightShape(many=True),
    )
    def get(self, request: Request, contact_id: UUID) -> Response:
        """List insights about a contact and its company, the best first."""
        query = read(shapes.InsightsQuery, request.query_params.dict())
        rows = insights_of_lead(lead(contact_id))
        if kind := query.get("insight_type"):
            rows = rows.filter(type=kind)
        found = ranked(rows, limit=query["limit"])
        return Response([_shown(each) for each in found])


def _started(count: int) -> str:
    if not count:
        return _("No research started.")
    words = ngettext("{count} research job started.", "{count} research jobs started.", count)
    return words.format(count=count)


def _contact_ids(wanted: Mapping[str, Any]) -> list[UUID]:
    """Return the contacts that were sent.

    Raises: `Invalid` unless exactly one of the two names was used.
    """
    if ("contact_id" in wanted) == ("contact_ids" in wanted):
        raise Invalid({"contactIds": _("Send either contactId or contactIds.")})
    return wanted.get("contact_ids") or [wanted["contact_id"]]


def _shown(each: ShownInsight) -> Any:
    row, quality = each.row, each.quality
    return shapes.InsightShape(
        {
            "id": row.pk,
            "insight_type": row.type,
            "content": row.content,
            "relevance": round(quality.relevance, 3),
            "freshness": round(quality.freshness, 3),
            "uniqueness": round(quality.uniqueness, 3),
            "quality": round(quality.value, 3),
            "source": row.url or row.source or None,
            "quote": row.quote,
            "sentence": row.sentence,
            "published_at": row.published_at,
            "read_at": row.read_at,
        }
    ).data
