"""API endpoints of provenance."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from lead_intelligence.provenance.api import serializers
from lead_intelligence.provenance.selectors import fields
from lead_intelligence.provenance.services import reversals
from mauntic.accounts.context import signed_in
from mauntic.kernel.api.views import ApiView, read


class ProvenanceView(ApiView):
    @extend_schema(responses=serializers.ProvenanceSerializer(many=True))
    def get(self, request: Request, contact_id: UUID) -> Response:  # noqa: ARG002 (signature of DRF)
        """List the source of each field of a contact, and suggestions."""
        return Response(serializers.ProvenanceSerializer(fields.provenance(contact_id), many=True).data)


class RevertView(ApiView):
    @extend_schema(request=serializers.RevertRequest, responses=serializers.RevertAnswer)
    def post(self, request: Request, contact_id: UUID) -> Response:
        """Revert a field, the values of a job, or all values of a vendor on a contact."""
        wanted = read(serializers.RevertRequest, request.data)
        done = reversals.revert(contact_id=contact_id, by=signed_in(request), **wanted)
        answer = {"reverted": done.reverted, "reversal_id": done.reversal and done.reversal.pk}
        return Response(serializers.RevertAnswer(answer).data)


class UndoReversalView(ApiView):
    @extend_schema(request=None, responses=serializers.UndoAnswer)
    def post(self, request: Request, reversal_id: UUID) -> Response:
        """Undo a reversal. Fields that changed since are not restored."""
        undone = reversals.undo_reversal(reversal_id=reversal_id, by=signed_in(request))
        return Response(serializers.UndoAnswer(undone).data)
