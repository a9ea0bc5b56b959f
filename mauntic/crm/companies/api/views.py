"""Endpoints of companies."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.context import require_ops
from mauntic.crm.changes.api import serializers as history
from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.selectors.history import changes_of
from mauntic.crm.companies.api import serializers as shapes
from mauntic.crm.companies.selectors import lists
from mauntic.crm.companies.services import edit
from mauntic.crm.fields.api.names import api_name
from mauntic.kernel.api.pagination import LINK, paged
from mauntic.kernel.api.views import ApiView, in_api_names, read


class CompaniesView(ApiView):
    @extend_schema(
        operation_id="crm_companies_list",
        parameters=[shapes.CompanyQuery, LINK],
        responses=shapes.CompanyPage,
    )
    def get(self, request: Request) -> Response:
        """List companies with their contact count and best score. Oldest first, unless `sort` is given."""
        query = read(shapes.CompanyQuery, request.query_params.dict())
        rows = lists.companies(q=query["q"])
        return paged(request, rows, shapes.ListedCompanySerializer, query, query["order"])

    @extend_schema(request=shapes.NewCompany, responses={201: shapes.CompanySerializer})
    def post(self, request: Request) -> Response:
        """Create a company. Returns 409 if a company with this domain or name exists."""
        values = read(shapes.NewCompany, request.data)
        with in_api_names({}, rest=api_name):
            company = edit.create_company(values=values)
        return Response(shapes.CompanySerializer(company).data, status=status.HTTP_201_CREATED)


class CompanyView(ApiView):
    @extend_schema(responses=shapes.CompanySerializer)
    def get(self, request: Request, company_id: UUID) -> Response:  # noqa: ARG002 (signature of DRF)
        """Get a company."""
        return Response(shapes.CompanySerializer(lists.company(company_id)).data)

    @extend_schema(request=shapes.CompanyInput, responses=shapes.CompanySerializer)
    def patch(self, request: Request, company_id: UUID) -> Response:
        """Update the given fields of a company."""
        company = lists.company(company_id)
        values = read(shapes.CompanyInput, request.data)
        with in_api_names({}, rest=api_name):
            edit.update_company(company=company, values=values)
        return Response(shapes.CompanySerializer(lists.company(company_id)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, company_id: UUID) -> Response:
        """Delete a company. Its contacts stay. Requires the role ops or admin."""
        require_ops(request)
        edit.delete_company(company=lists.company(company_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class CompanyChangesView(ApiView):
    @extend_schema(
        operation_id="crm_companies_changes_list",
        parameters=[history.ChangeQuery, LINK],
        responses=history.ChangePage,
    )
    def get(self, request: Request, company_id: UUID) -> Response:
        """List who changed the fields of a company, newest first, with old and new values."""
        query = read(history.ChangeQuery, request.query_params.dict())
        rows = changes_of(Subject.COMPANY, lists.company(company_id).pk, name=query["field"])
        return paged(request, rows, history.ChangeSerializer, query, history.NEWEST_FIRST)
