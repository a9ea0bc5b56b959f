"""Files of leads: in, checked, written, and taken back."""

from mauntic.crm.services.imports.check import check_import
from mauntic.crm.services.imports.revert import revert_import, undo_import
from mauntic.crm.services.imports.run import run_import, start_import
from mauntic.crm.services.imports.sweep import restart_stalled
from mauntic.crm.services.imports.upload import REMAPPABLE, import_at_once, set_mapping, upload_import

__all__ = [
    "REMAPPABLE",
    "check_import",
    "import_at_once",
    "restart_stalled",
    "revert_import",
    "run_import",
    "set_mapping",
    "start_import",
    "undo_import",
    "upload_import",
]
