"""API endpoints of the SDR agent."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.context import require_ops, signed_in
from mauntic.kernel.api.views import ApiView, in_api_names, read
from revops.agents.sdr.api.shapes import SdrPlanShape, SdrQualifyRequest, SdrSettingsShape
from revops.agents.sdr.selectors.settings import sdr_settings, sequence_rows
from revops.agents.sdr.services.qualifying import qualify_and_plan
from revops.agents.sdr.services.settings import UsedSequence, save_sdr_settings


class SdrQualifyView(ApiView):
    @extend_schema(
        request=SdrQualifyRequest,
        responses={200: SdrPlanShape(many=True)},
        operation_id="revops_agents_sdr_qualify_create",
    )
    def post(self, request: Request) -> Response:
        """Qualify contacts now, and let the SDR agent decide about them. Unknown contacts answer 404."""
        wanted = read(SdrQualifyRequest, request.data)
        ids = wanted.get("contact_ids") or [wanted["contact_id"]]
        return Response(SdrPlanShape(qualify_and_plan(contact_ids=ids), many=True).data)


class SdrSettingsView(ApiView):
    @extend_schema(responses=SdrSettingsShape)
    def get(self, request: Request) -> Response:
        """Get the settings of the SDR agent."""
        signed_in(request)
        return Response(_settings())

    @extend_schema(request=SdrSettingsShape, responses=SdrSettingsShape)
    def put(self, request: Request) -> Response:
        """Replace the settings of the SDR agent (ops and admins)."""
        by = require_ops(request)
        wanted = read(SdrSettingsShape, request.data)
        sequences = [
            UsedSequence(
                sequence_id=each["sequence_id"],
                mode=each["mode"],
                seniorities=tuple(each["seniorities"]),
            )
            for each in wanted.pop("sequences")
        ]
        with in_api_names({}):
            save_sdr_settings(**wanted, sequences=sequences, by=by)
        return Response(_settings())


def _settings() -> Any:
    row = sdr_settings()
    names = ("mode", "daily_cap", "untouched_days", "least_confidence", "suggests_answers")
    shown = {name: getattr(row, name) for name in names}
    return SdrSettingsShape({**shown, "sequences": sequence_rows()}).data
