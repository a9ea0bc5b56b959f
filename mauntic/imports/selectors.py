"""Find imports."""

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mauntic.imports.models import FileImport
from mauntic.kernel.errors import NotFound

AnyImport = TypeVar("AnyImport", bound=FileImport)


def import_of(imports: QuerySet[AnyImport], import_id: UUID) -> AnyImport:
    """Return the import with this id.

    Args: `imports` are those that may be found.
    Raises: `NotFound`
    """
    job = imports.filter(pk=import_id).first()
    if job is None:
        raise NotFound(_("Import %(id)s not found.") % {"id": import_id})
    return job
