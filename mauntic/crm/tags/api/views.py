"""Endpoints of tags."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.crm.contacts.selectors.lists import lead
from mauntic.crm.tags.api.serializers import TagsRequest, TagsShape
from mauntic.crm.tags.selectors.tags import tags_of
from mauntic.crm.tags.services.tagging import set_tags
from mauntic.kernel.api.views import ApiView, read


class ContactTagsView(ApiView):
    @extend_schema(operation_id="crm_contacts_tags_get", responses=TagsShape)
    def get(self, request: Request, contact_id: UUID) -> Response:  # noqa: ARG002 (signature of DRF)
        """List the tags of a contact."""
        return _tags(lead(contact_id).pk)

    @extend_schema(operation_id="crm_contacts_tags_set", request=TagsRequest, responses=TagsShape)
    def put(self, request: Request, contact_id: UUID) -> Response:
        """Set the tags of a contact: those that are not listed are taken off."""
        contact = lead(contact_id)
        set_tags(contact_id=contact.pk, names=read(TagsRequest, request.data)["tags"])
        return _tags(contact.pk)


def _tags(contact_id: UUID) -> Response:
    return Response(TagsShape({"tags": tags_of([contact_id]).get(contact_id, [])}).data)
