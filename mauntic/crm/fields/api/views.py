"""API endpoints of custom fields."""

from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_201_CREATED, HTTP_204_NO_CONTENT

from mauntic.accounts.context import require_ops
from mauntic.crm.fields.api import shapes
from mauntic.crm.fields.selectors.definitions import custom_field, custom_fields
from mauntic.crm.fields.services.defining import FieldDraft, archive_field, restore_field, save_field
from mauntic.kernel.api.pagination import LINK, OLDEST_FIRST, paged
from mauntic.kernel.api.views import ApiView, in_api_names, read


class FieldsView(ApiView):
    @extend_schema(
        operation_id="crm_custom_fields_list",
        parameters=[shapes.FieldsQuery, LINK],
        responses=shapes.FieldsPage,
    )
    def get(self, request: Request) -> Response:
        """List the custom fields of contacts and companies, oldest first."""
        query = read(shapes.FieldsQuery, request.query_params.dict())
        return paged(request, custom_fields(), shapes.FieldShape, query, OLDEST_FIRST)

    @extend_schema(request=shapes.FieldRequest, responses={201: shapes.FieldShape})
    def post(self, request: Request) -> Response:
        """Define a custom field. Its key is made of its label. Requires the role ops or admin."""
        return _saved(request, None, HTTP_201_CREATED)


class FieldView(ApiView):
    @extend_schema(responses=shapes.FieldShape, operation_id="crm_custom_fields_retrieve")
    def get(self, request: Request, field_id: UUID) -> Response:  # noqa: ARG002 (signature of DRF)
        """Get a custom field."""
        return Response(shapes.FieldShape(custom_field(field_id)).data)

    @extend_schema(request=shapes.FieldRequest, responses=shapes.FieldShape)
    def put(self, request: Request, field_id: UUID) -> Response:
        """Change the label, the help and the choices of a custom field. Requires the role ops or admin."""
        return _saved(request, field_id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, field_id: UUID) -> Response:
        """Archive a custom field. Records keep its values. Requires the role ops or admin."""
        require_ops(request)
        archive_field(field_id=field_id)
        return Response(status=HTTP_204_NO_CONTENT)


class FieldRestoreView(ApiView):
    @extend_schema(request=None, responses=shapes.FieldShape, operation_id="crm_custom_fields_restore")
    def post(self, request: Request, field_id: UUID) -> Response:
        """Bring an archived custom field back, with its values. Requires the role ops or admin."""
        require_ops(request)
        restore_field(field_id=field_id)
        return Response(shapes.FieldShape(custom_field(field_id)).data)


@transaction.atomic
def _saved(request: Request, field_id: UUID | None, status: int = 200) -> Response:
    by = require_ops(request)
    given = read(shapes.FieldRequest, request.data)
    choices = tuple((each["key"], each["label"]) for each in given.pop("choices"))
    with in_api_names({}):
        saved = save_field(draft=FieldDraft(**given, choices=choices), by=by, field_id=field_id)
    return Response(shapes.FieldShape(saved).data, status=status)
