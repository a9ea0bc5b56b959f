"""Endpoints of imports."""

from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.models import User
from mauntic.crm.imports.api import serializers as shapes
from mauntic.crm.imports.selectors import find_import
from mauntic.crm.imports.services.upload import import_at_once
from mauntic.kernel.api.views import ApiView, read
from mauntic.kernel.errors import Invalid
from mauntic.kernel.files.limits import MAX_BYTES
from mauntic.kernel.requests.bodies import takes_bodies_of


@takes_bodies_of(MAX_BYTES)
class ImportsView(ApiView):
    parser_classes = (MultiPartParser,)

    @extend_schema(
        request={"multipart/form-data": shapes.ImportInput}, responses={202: shapes.ImportSerializer}
    )
    def post(self, request: Request) -> Response:
        """Import a CSV or XLSX file. It is checked and written in the background, without a preview."""
        given = read(shapes.ImportInput, {name: request.data[name] for name in cast("Any", request.data)})
        mapping = given.get("mapping", {})
        if not isinstance(mapping, dict):
            raise Invalid({"mapping": _("Enter an object with the field of each column.")})
        upload = given["file"]
        job = import_at_once(
            file=upload.file,
            file_name=upload.name,
            mapping={str(column): str(target or "") for column, target in mapping.items()},
            created_by=cast("User", request.user),
            sheet=given.get("sheet", ""),
        )
        return Response(shapes.ImportSerializer(job).data, status=status.HTTP_202_ACCEPTED)


class ImportView(ApiView):
    @extend_schema(responses=shapes.ImportSerializer)
    def get(self, request: Request, import_id: UUID) -> Response:  # noqa: ARG002 (signature of DRF)
        """Get the status and progress of an import."""
        return Response(shapes.ImportSerializer(find_import(import_id)).data)
