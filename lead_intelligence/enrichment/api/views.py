"""API endpoints of enrichment."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from lead_intelligence.enrichment.api import serializers
from lead_intelligence.enrichment.selectors import batches, blocks
from lead_intelligence.enrichment.selectors import jobs as enrichment_jobs
from lead_intelligence.enrichment.services import batches as enrichment_batches
from lead_intelligence.enrichment.services import requests
from mauntic.accounts.context import signed_in
from mauntic.kernel.api.pagination import LINK, NEWEST_FIRST, PageQuery, next_link, walk
from mauntic.kernel.api.views import ApiView, read
from mauntic.kernel.display import number
from mauntic.kernel.errors import Conflict

ACCEPTED, CONFLICT = 202, 409


PREFIX = "/api/v1/lead-intelligence"


NOTHING_TO_DO = "The contacts have no data to look them up by. No job was created."


BATCH_IS = OpenApiParameter(
    "Location",
    location=OpenApiParameter.HEADER,
    response=[ACCEPTED],
    description="URL of the batch",
)


def _require_something_to_do(contact_ids: Sequence[UUID]) -> None:
    """Raise `Conflict` if all contacts exist and none of them can be looked up."""
    known, findable = blocks.findable(contact_ids)
    if known == len(contact_ids) and not findable:
        raise Conflict(
            _(
                "These leads have no data to look them up by. Add an email address, a LinkedIn profile, "
                "a company domain, or a name and a company."
            )
        )


def _label(count: int) -> str:
    text = ngettext("{count} contact by API", "{count} contacts by API", count)
    return text.format(count=number(count))


class EnrichView(ApiView):
    @extend_schema(
        request=serializers.EnrichRequest,
        responses={ACCEPTED: serializers.JobSerializer, CONFLICT: OpenApiResponse(description=NOTHING_TO_DO)},
    )
    def post(self, request: Request, contact_id: UUID) -> Response:
        """Enrich a contact. If the contact already has an open job, the response is that job."""
        wanted = read(serializers.EnrichRequest, request.data)
        _require_something_to_do([contact_id])
        (job,) = requests.request_enrichment(
            contact_ids=[contact_id],
            fields=wanted.get("fields_wanted"),
            priority=wanted["priority"],
            requested_by=signed_in(request),
        )
        return Response(serializers.JobSerializer(enrichment_jobs.job_of(job.pk)).data, status=ACCEPTED)


class EnrichBatchView(ApiView):
    @extend_schema(
        request=serializers.BatchRequest,
        responses={ACCEPTED: serializers.BatchAnswer, CONFLICT: OpenApiResponse(description=NOTHING_TO_DO)},
        parameters=[BATCH_IS],
    )
    def post(self, request: Request) -> Response:
        """Enrich 1 to 100 contacts. The response has the ids of their jobs in the same order.

        A contact without data to look it up by gets a job that ends as exhausted and costs nothing.
        """
        wanted = read(serializers.BatchRequest, request.data)
        ids = list(dict.fromkeys(wanted["contact_ids"]))
        _require_something_to_do(ids)
        batch = enrichment_batches.request_batch(
            contact_ids=ids,
            label=_label(len(ids)),
            fields=wanted.get("fields_wanted"),
            requested_by=signed_in(request),
        )
        jobs = enrichment_jobs.latest_jobs(ids)
        return Response(
            serializers.BatchAnswer({"job_ids": [jobs[pk].pk for pk in ids]}).data,
            status=ACCEPTED,
            headers={"Location": f"{PREFIX}/batches/{batch.pk}"},
        )


class BatchView(ApiView):
    @extend_schema(responses=serializers.BatchSerializer)
    def get(self, request: Request, batch_id: UUID) -> Response:  # noqa: ARG002 (signature of DRF)
        """Get the progress of a batch."""
        progress = batches.progress_of(batches.batch_of(batch_id))
        return Response(serializers.BatchSerializer(progress).data)


class CancelBatchView(ApiView):
    @extend_schema(request=None, responses=serializers.BatchSerializer)
    def post(self, request: Request, batch_id: UUID) -> Response:
        """Cancel the pending jobs of a batch (its creator, ops and admins). Running jobs finish."""
        enrichment_batches.cancel_batch(batch_id=batch_id, by=signed_in(request))
        progress = batches.progress_of(batches.batch_of(batch_id))
        return Response(serializers.BatchSerializer(progress).data)


class HistoryView(ApiView):
    @extend_schema(parameters=[PageQuery, LINK], responses=serializers.HistoryAnswer)
    def get(self, request: Request, contact_id: UUID) -> Response:
        """List the enrichment jobs of a contact, newest first."""
        query = read(PageQuery, request.query_params.dict())
        rows = enrichment_jobs.history(contact_id)
        found = walk(rows, NEWEST_FIRST, query, skip=(query.get("page", 1) - 1) * query["limit"])
        answer = {"items": found.rows, "total": rows.count(), "next_cursor": found.next_cursor or None}
        headers = next_link(request, found.next_cursor)
        return Response(serializers.HistoryAnswer(answer).data, headers=headers)
