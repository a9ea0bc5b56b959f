"""The endpoints: parse, call one service or selector, shape the answer."""

from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.crm import selectors, services
from mauntic.crm.api import serializers as shapes
from mauntic.crm.selectors import imports as import_selectors
from mauntic.kernel.api.idempotency import idempotent
from mauntic.kernel.api.pagination import PageLimitPagination
from mauntic.kernel.api.serializers import CamelSerializer
from mauntic.kernel.errors import Invalid, NotAllowed


def _only_ops(request: Request) -> None:
    """There is no undo of a deletion."""
    if not signed_in(request).is_ops:
        raise NotAllowed("Only ops and admins delete. Ask one of them.")


def _read(serializer: type[CamelSerializer], data: object) -> dict[str, Any]:
    reader = serializer(data=data)
    reader.is_valid(raise_exception=True)
    return dict(reader.validated_data)


def _page(view: APIView, request: Request, rows: QuerySet[Any], shape: type[CamelSerializer]) -> Response:
    paging = PageLimitPagination()
    found = paging.paginate_queryset(rows, request, view=view)
    return paging.get_paginated_response(shape(found, many=True).data)


class ContactsView(APIView):
    @extend_schema(
        operation_id="crm_contacts_list", parameters=[shapes.ContactQuery], responses=shapes.ContactPage
    )
    def get(self, request: Request) -> Response:
        """Contacts, best score first, as {data, total, page, limit, totalPages}."""
        query = _read(shapes.ContactQuery, request.query_params.dict())
        filters = selectors.LeadFilters(
            q=query["q"],
            grades=query["grade"],
            owner_id=query.get("owner"),
            min_score=query.get("min_score"),
        )
        return _page(self, request, selectors.leads(filters), shapes.ContactSerializer)

    @extend_schema(request=shapes.ContactInput, responses={201: shapes.ContactSerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Add a contact."""
        contact = services.create_contact(values=_read(shapes.ContactInput, request.data), source="api")
        return _contact(contact.pk, status.HTTP_201_CREATED)


class ContactView(APIView):
    @extend_schema(responses=shapes.ContactSerializer)
    def get(self, request: Request, contact_id: UUID) -> Response:  # noqa: ARG002 (signature of DRF)
        """One contact."""
        return _contact(contact_id)

    @extend_schema(request=shapes.ContactInput, responses=shapes.ContactSerializer)
    def patch(self, request: Request, contact_id: UUID) -> Response:
        """Change the given fields."""
        contact = selectors.lead(contact_id)
        services.update_contact(contact=contact, values=_read(shapes.ContactInput, request.data))
        return _contact(contact_id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, contact_id: UUID) -> Response:
        """Remove a contact and all that hangs on it; for ops and admins."""
        _only_ops(request)
        services.delete_contacts(contact_ids=[selectors.lead(contact_id).pk])
        return Response(status=status.HTTP_204_NO_CONTENT)


class TimelineView(APIView):
    @extend_schema(parameters=[shapes.TimelineQuery], responses=shapes.TimelineSerializer(many=True))
    def get(self, request: Request, contact_id: UUID) -> Response:
        """What happened to a contact, newest first."""
        query = _read(shapes.TimelineQuery, request.query_params.dict())
        kinds = [kind.strip() for kind in query["kind"].split(",") if kind.strip()]
        entries = selectors.timeline(selectors.lead(contact_id).pk, kinds=kinds, limit=query["limit"])
        return Response(shapes.TimelineSerializer(entries, many=True).data)


class CompaniesView(APIView):
    @extend_schema(
        operation_id="crm_companies_list", parameters=[shapes.CompanyQuery], responses=shapes.CompanyPage
    )
    def get(self, request: Request) -> Response:
        """Companies by name with their number of contacts and best score."""
        query = _read(shapes.CompanyQuery, request.query_params.dict())
        return _page(self, request, selectors.companies(q=query["q"]), shapes.ListedCompanySerializer)

    @extend_schema(request=shapes.CompanyInput, responses={201: shapes.CompanySerializer})
    @idempotent
    def post(self, request: Request) -> Response:
        """Add a company; 409 when its website or name is known."""
        company = services.create_company(values=_read(shapes.CompanyInput, request.data))
        return Response(shapes.CompanySerializer(company).data, status=status.HTTP_201_CREATED)


class CompanyView(APIView):
    @extend_schema(responses=shapes.CompanySerializer)
    def get(self, request: Request, company_id: UUID) -> Response:  # noqa: ARG002 (signature of DRF)
        """One company."""
        return Response(shapes.CompanySerializer(selectors.company(company_id)).data)

    @extend_schema(request=shapes.CompanyInput, responses=shapes.CompanySerializer)
    def patch(self, request: Request, company_id: UUID) -> Response:
        """Change the given fields."""
        company = selectors.company(company_id)
        services.update_company(company=company, values=_read(shapes.CompanyInput, request.data))
        return Response(shapes.CompanySerializer(selectors.company(company_id)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, company_id: UUID) -> Response:
        """Remove a company; its contacts stay. For ops and admins."""
        _only_ops(request)
        services.delete_company(company=selectors.company(company_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class ImportsView(APIView):
    parser_classes = (MultiPartParser,)

    @extend_schema(
        request={"multipart/form-data": shapes.ImportInput}, responses={202: shapes.ImportSerializer}
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Import a CSV or XLSX file: it is checked and written in the background, without a preview."""
        given = _read(shapes.ImportInput, {name: request.data[name] for name in cast("Any", request.data)})
        mapping = given.get("mapping", {})
        if not isinstance(mapping, dict):
            raise Invalid({"mapping": "Give an object: the file's columns and the field of each."})
        upload = given["file"]
        job = services.imports.import_at_once(
            file=upload.file,
            file_name=upload.name,
            mapping={str(column): str(target or "") for column, target in mapping.items()},
            created_by=cast("User", request.user),
        )
        return Response(shapes.ImportSerializer(job).data, status=status.HTTP_202_ACCEPTED)


class ImportView(APIView):
    @extend_schema(responses=shapes.ImportSerializer)
    def get(self, request: Request, import_id: UUID) -> Response:  # noqa: ARG002 (signature of DRF)
        """How far an import is."""
        return Response(shapes.ImportSerializer(import_selectors.find_import(import_id)).data)


def _contact(contact_id: UUID, code: int = status.HTTP_200_OK) -> Response:
    return Response(shapes.ContactSerializer(selectors.lead(contact_id)).data, status=code)
