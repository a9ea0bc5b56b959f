"""The endpoints: parse, call one service or selector, shape the answer."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lead_intelligence import selectors, services
from lead_intelligence.api import serializers as shapes
from lead_intelligence.selectors import settings as configured
from mauntic.accounts.models import User
from mauntic.kernel.api.serializers import CamelSerializer
from mauntic.kernel.errors import Conflict, NotAllowed

ACCEPTED, CONFLICT = 202, 409
PREFIX = "/api/v1/lead-intelligence"
NOTHING_TO_DO = "There is nothing to look the contact up by, so nobody was asked and no job was made."
BATCH_IS = OpenApiParameter(
    "Location",
    location=OpenApiParameter.HEADER,
    response=[ACCEPTED],
    description="where the progress of the batch is told",
)


def _read(serializer: type[CamelSerializer], data: object) -> dict[str, Any]:
    reader = serializer(data=data)
    reader.is_valid(raise_exception=True)
    return dict(reader.validated_data)


def _user(request: Request) -> User:
    return cast("User", request.user)


def _require_ops(request: Request) -> None:
    if not _user(request).is_ops:
        raise NotAllowed("Only ops and admins may change how leads are enriched.")


def _require_something_to_do(contact_ids: Sequence[UUID]) -> None:
    """`Conflict` when there are such contacts, and none of them can be looked up."""
    known, findable = selectors.findable(contact_ids)
    if known == len(contact_ids) and not findable:
        raise Conflict(
            "There is nothing to do: nothing is known to look up by. Add an e-mail address, "
            "a LinkedIn profile, a company's domain, or a name and a company."
        )


class EnrichView(APIView):
    @extend_schema(
        request=shapes.EnrichRequest,
        responses={ACCEPTED: shapes.JobSerializer, CONFLICT: OpenApiResponse(description=NOTHING_TO_DO)},
    )
    def post(self, request: Request, contact_id: UUID) -> Response:
        """Enrich one contact; a contact that is being enriched already answers with that job."""
        wanted = _read(shapes.EnrichRequest, request.data)
        _require_something_to_do([contact_id])
        (job,) = services.request_enrichment(
            contact_ids=[contact_id],
            fields=wanted.get("fields_wanted"),
            priority=wanted["priority"],
            requested_by=_user(request),
        )
        return Response(shapes.JobSerializer(selectors.job_of(job.pk)).data, status=ACCEPTED)


class EnrichBatchView(APIView):
    @extend_schema(
        request=shapes.BatchRequest,
        responses={ACCEPTED: shapes.BatchAnswer, CONFLICT: OpenApiResponse(description=NOTHING_TO_DO)},
        parameters=[BATCH_IS],
    )
    def post(self, request: Request) -> Response:
        """Enrich 1 to 100 contacts; the ids of their jobs, in the same order.

        A contact with nothing to look up by among others gets a job that ends as exhausted and costs nothing.
        """
        wanted = _read(shapes.BatchRequest, request.data)
        ids = list(dict.fromkeys(wanted["contact_ids"]))
        _require_something_to_do(ids)
        batch = services.request_batch(
            contact_ids=ids,
            label=f"{len(ids)} contacts by API",
            fields=wanted.get("fields_wanted"),
            requested_by=_user(request),
        )
        jobs = selectors.latest_jobs(ids)
        return Response(
            shapes.BatchAnswer({"job_ids": [jobs[pk].pk for pk in ids]}).data,
            status=ACCEPTED,
            headers={"Location": f"{PREFIX}/batches/{batch.pk}"},
        )


class BatchView(APIView):
    @extend_schema(responses=shapes.BatchSerializer)
    def get(self, request: Request, batch_id: UUID) -> Response:  # noqa: ARG002 (signature of DRF)
        """How far a batch is."""
        progress = selectors.progress_of(selectors.batch_of(batch_id))
        return Response(shapes.BatchSerializer(progress).data)


class CancelBatchView(APIView):
    @extend_schema(request=None, responses=shapes.BatchSerializer)
    def post(self, request: Request, batch_id: UUID) -> Response:
        """Cancel the jobs that wait (who asked for it, ops and admins); those that run come to their end."""
        services.cancel_batch(batch_id=batch_id, by=_user(request))
        progress = selectors.progress_of(selectors.batch_of(batch_id))
        return Response(shapes.BatchSerializer(progress).data)


class HistoryView(APIView):
    @extend_schema(parameters=[shapes.PageRequest], responses=shapes.HistoryAnswer)
    def get(self, request: Request, contact_id: UUID) -> Response:
        """The enrichments of a contact, the newest first."""
        page = _read(shapes.PageRequest, request.query_params.dict())
        items, total = selectors.history(contact_id, page=page["page"], limit=page["limit"])
        return Response(shapes.HistoryAnswer({"items": items, "total": total}).data)


class ProvenanceView(APIView):
    @extend_schema(responses=shapes.ProvenanceSerializer(many=True))
    def get(self, request: Request, contact_id: UUID) -> Response:  # noqa: ARG002 (signature of DRF)
        """Where each field's value comes from, and what else was found."""
        return Response(shapes.ProvenanceSerializer(selectors.provenance(contact_id), many=True).data)


class RevertView(APIView):
    @extend_schema(request=shapes.RevertRequest, responses=shapes.RevertAnswer)
    def post(self, request: Request, contact_id: UUID) -> Response:
        """Take back a field, a job, or all values of one vendor on this contact."""
        wanted = _read(shapes.RevertRequest, request.data)
        done = services.revert(contact_id=contact_id, by=_user(request), **wanted)
        answer = {"reverted": done.reverted, "reversal_id": done.reversal and done.reversal.pk}
        return Response(shapes.RevertAnswer(answer).data)


class UndoReversalView(APIView):
    @extend_schema(request=None, responses=shapes.UndoAnswer)
    def post(self, request: Request, reversal_id: UUID) -> Response:
        """Put back what was taken back, where the fields still are as that left them."""
        undone = services.undo_reversal(reversal_id=reversal_id, by=_user(request))
        return Response(shapes.UndoAnswer(undone).data)


class ProvidersView(APIView):
    @extend_schema(responses=shapes.ProviderSerializer(many=True))
    def get(self, request: Request) -> Response:  # noqa: ARG002 (signature of DRF)
        """The vendors in order of priority; keys are never returned."""
        return Response(shapes.ProviderSerializer(configured.providers(), many=True).data)


class ProviderView(APIView):
    @extend_schema(request=shapes.ProviderRequest, responses=shapes.ProviderSerializer)
    def put(self, request: Request, provider_id: str) -> Response:
        """Add or change a vendor (ops and admins)."""
        _require_ops(request)
        wanted = _read(shapes.ProviderRequest, request.data)
        return Response(shapes.ProviderSerializer(services.save_provider(slug=provider_id, **wanted)).data)


class HealthView(APIView):
    @extend_schema(parameters=[shapes.HealthRequest], responses=shapes.HealthSerializer(many=True))
    def get(self, request: Request) -> Response:
        """The circuit breakers of the vendors."""
        wanted = _read(shapes.HealthRequest, request.query_params.dict())
        return Response(shapes.HealthSerializer(configured.health(wanted.get("provider_id")), many=True).data)


class WaterfallsView(APIView):
    @extend_schema(parameters=[shapes.WaterfallQuery], responses=shapes.WaterfallSerializer(many=True))
    def get(self, request: Request) -> Response:
        """How each field is looked for."""
        wanted = _read(shapes.WaterfallQuery, request.query_params.dict())
        rows = configured.waterfalls(wanted.get("field_name"))
        return Response(shapes.WaterfallSerializer(rows, many=True).data)


class WaterfallView(APIView):
    @extend_schema(request=shapes.WaterfallRequest, responses=shapes.WaterfallSerializer)
    def put(self, request: Request, field_name: str) -> Response:
        """Set how a field is looked for (ops and admins); numbers that are left out stay."""
        _require_ops(request)
        wanted = _read(shapes.WaterfallRequest, request.data)
        config = services.save_waterfall(field_name=field_name, **wanted)
        return Response(shapes.WaterfallSerializer(config).data)
