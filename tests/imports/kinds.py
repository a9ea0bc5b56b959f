"""Every kind of import, for tests of what they all do in the same way."""

import pytest

from mauntic.crm.imports.services.flow import CONTACTS
from mauntic.crm.imports.services.upload import upload_import
from mauntic.imports.models import FileImport
from mauntic.imports.services.flow import Flow
from revops.deal_imports.services.flow import DEALS
from revops.deal_imports.services.run import upload_deals

KINDS = [pytest.param(CONTACTS, id="contacts"), pytest.param(DEALS, id="deals")]
"""The flow of each kind."""
UPLOADS = [
    pytest.param(upload_import, id="contacts"),
    pytest.param(upload_deals, id="deals"),
]
"""How a file of each kind is uploaded."""
FILE = b"id,name,email,stage\nA1,Ada,ada@engines.example,demo\nA2,Kay,kay@nasa.example,won\n"
"""A file that is a list of contacts, and one of deals."""


def at(flow: Flow, status: str, **values: object) -> FileImport:
    """A stored import of this kind with this status."""
    return flow.model.objects.create(file_name="list.csv", status=status, **values)
