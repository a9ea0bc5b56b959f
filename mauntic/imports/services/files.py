"""Delete the stored files of imports."""

from contextlib import suppress

from django.db import transaction
from django.db.models import FileField
from django.db.models.fields.files import FieldFile

from mauntic.imports.models import FileImport


def delete_file(file: FieldFile) -> None:
    """Delete a stored file once the transaction is committed. A failure costs disk space only."""
    storage, name = file.storage, str(file.name)

    def delete() -> None:
        with suppress(OSError):
            storage.delete(name)

    transaction.on_commit(delete)


def delete_files(job: FileImport) -> None:
    """Delete all stored files of an import once the transaction is committed."""
    for field in job._meta.fields:  # noqa: SLF001 (documented API of Django)
        if isinstance(field, FileField) and (file := getattr(job, field.name)):
            delete_file(file)
