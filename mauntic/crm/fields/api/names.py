"""Names of custom fields in errors of the API."""

from mauntic.crm.fields.domain.catalog import CUSTOM
from mauntic.kernel.api.serializers import camel


def api_name(name: str) -> str:
    """Return the key of the API for a field: `customFields.renewal` for `custom:renewal`."""
    return f"customFields.{name.removeprefix(CUSTOM)}" if name.startswith(CUSTOM) else camel(name)
