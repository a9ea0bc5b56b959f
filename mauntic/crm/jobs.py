"""Jobs of the CRM. Their names are stable."""

from mauntic.broker import Job

READ_IMPORT = Job[[str]]("crm.read_import")
CHECK_IMPORT = Job[[str]]("crm.check_import")
RUN_IMPORT = Job[[str]]("crm.run_import")
REVERT_IMPORT = Job[[str]]("crm.revert_import")
RESTART_STALLED_IMPORTS = Job[[]]("crm.restart_stalled_imports")
REFRESH_SEGMENTS = Job[[]]("crm.refresh_segments")
BUILD_SEGMENT = Job[[str]]("crm.build_segment")
SWEEP_SEGMENTS = Job[[]]("crm.sweep_segments")
