"""Endpoints of contacts."""

from typing import cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.accounts.context import require_ops
from mauntic.accounts.models import User
from mauntic.crm.changes.api import serializers as history
from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.selectors.history import changes_of
from mauntic.crm.contacts.api import serializers as shapes
from mauntic.crm.contacts.selectors import lists
from mauntic.crm.contacts.services import edit, removal
from mauntic.crm.fields.api.names import api_name
from mauntic.kernel.api.pagination import LINK, paged
from mauntic.kernel.api.views import ApiView, in_api_names, read

API_NAMES = {"owner": "ownerId"}


class ContactsView(ApiView):
    @extend_schema(
        operation_id="crm_contacts_list", parameters=[shapes.ContactQuery, LINK], responses=shapes.ContactPage
    )
    def get(self, request: Request) -> Response:
        """List contacts. Oldest first, unless `sort` is given.

        To read all contacts, follow `nextCursor` (or the `Link` header) to the end. Each contact is listed
        once, even if scores change meanwhile.
        """
        query = read(shapes.ContactQuery, request.query_params.dict())
        filters = lists.LeadFilters(
            q=query["q"],
            grades=query["grade"],
            owner_id=query.get("owner"),
            min_score=query.get("min_score"),
            tag=query["tag"],
        )
        rows = lists.leads(filters)
        return paged(request, rows, shapes.ListedContactSerializer, query, query["order"])

    @extend_schema(request=shapes.NewContact, responses={201: shapes.ContactSerializer})
    def post(self, request: Request) -> Response:
        """Create a contact."""
        values = read(shapes.NewContact, request.data)
        with in_api_names(API_NAMES, rest=api_name):
            contact = edit.create_contact(values=values, source="api")
        return _contact(contact.pk, status.HTTP_201_CREATED)


class ContactView(ApiView):
    @extend_schema(responses=shapes.ContactSerializer)
    def get(self, request: Request, contact_id: UUID) -> Response:  # noqa: ARG002 (signature of DRF)
        """Get a contact."""
        return _contact(contact_id)

    @extend_schema(request=shapes.ContactInput, responses=shapes.ContactSerializer)
    def patch(self, request: Request, contact_id: UUID) -> Response:
        """Update the given fields of a contact."""
        contact = lists.lead(contact_id)
        values, by = read(shapes.ContactInput, request.data), cast("User", request.user)
        with in_api_names(API_NAMES, rest=api_name):
            edit.update_contact(contact=contact, values=values, by=by)
        return _contact(contact_id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, contact_id: UUID) -> Response:
        """Delete a contact with its deals, activities and scores. Requires the role ops or admin."""
        require_ops(request)
        removal.delete_contacts(contact_ids=[lists.lead(contact_id).pk])
        return Response(status=status.HTTP_204_NO_CONTENT)


class ContactErasureView(ApiView):
    @extend_schema(operation_id="crm_contacts_erase", request=None, responses={204: None})
    def post(self, request: Request, contact_id: UUID) -> Response:
        """Erase a person: delete the contact, and suppress the email address for good, as a digest.

        Requires the role ops or admin.
        """
        require_ops(request)
        removal.erase_contacts(contact_ids=[lists.lead(contact_id).pk])
        return Response(status=status.HTTP_204_NO_CONTENT)


class ContactChangesView(ApiView):
    @extend_schema(
        operation_id="crm_contacts_changes_list",
        parameters=[history.ChangeQuery, LINK],
        responses=history.ChangePage,
    )
    def get(self, request: Request, contact_id: UUID) -> Response:
        """List who changed the fields of a contact, newest first, with old and new values."""
        query = read(history.ChangeQuery, request.query_params.dict())
        rows = changes_of(Subject.CONTACT, lists.lead(contact_id).pk, name=query["field"])
        return paged(request, rows, history.ChangeSerializer, query, history.NEWEST_FIRST)


def _contact(contact_id: UUID, code: int = status.HTTP_200_OK) -> Response:
    return Response(shapes.ContactSerializer(lists.lead(contact_id)).data, status=code)
