"""API endpoints of sequences."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED

from mauntic.accounts.context import signed_in
from mauntic.kernel.api.views import ApiView, in_api_names, read
from revops.sequences.api.serializers import EnrollAnswer, EnrollRequest, SequenceRequest, SequenceShape
from revops.sequences.domain.steps import StepDraft
from revops.sequences.models.sequences import Sequence
from revops.sequences.selectors.lists import sequences
from revops.sequences.services.enrollments.enrolling import enroll_lead
from revops.sequences.services.sequences import SequenceDraft, create_sequence

MOST_LISTED = 1_000


class SequencesView(ApiView):
    @extend_schema(responses=SequenceShape(many=True), operation_id="revops_sequences_list")
    def get(self, request: Request) -> Response:  # noqa: ARG002 (signature of DRF)
        """List the sequences by name, at most 1,000."""
        return Response([_shown(row) for row in sequences()[:MOST_LISTED]])

    @extend_schema(request=SequenceRequest, responses={201: SequenceShape})
    def post(self, request: Request) -> Response:
        """Create a sequence as a draft."""
        wanted = read(SequenceRequest, request.data)
        steps = [StepDraft(**step) for step in wanted["steps"]]
        with in_api_names({}, rest=_in_api):
            made = create_sequence(
                draft=SequenceDraft(name=wanted["name"], steps=steps), by=signed_in(request)
            )
        return Response(_shown(sequences().get(pk=made.pk)), status=HTTP_201_CREATED)


class EnrollView(ApiView):
    @extend_schema(request=EnrollRequest, responses=EnrollAnswer)
    def post(self, request: Request, sequence_id: UUID) -> Response:
        """Enroll a contact. Conflicts if it is enrolled already, suppressed, or replied."""
        wanted = read(EnrollRequest, request.data)
        row = enroll_lead(sequence_id=sequence_id, by=signed_in(request), **wanted)
        text = _('{name} enrolled in "{sequence}".').format(name=row.contact.name, sequence=row.sequence.name)
        return Response(EnrollAnswer({"message": text}).data)


def _shown(row: Sequence) -> Any:
    return SequenceShape(
        {
            "id": row.pk,
            "name": row.name,
            "step_count": getattr(row, "step_count", None) or 0,
            "status": row.state,
            "created_at": row.created_at,
        }
    ).data


def _in_api(path: str) -> str:
    return path.replace("delay_days", "delayDays")
