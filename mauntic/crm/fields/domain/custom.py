"""Custom fields of records."""

import json
import math
from collections.abc import Mapping

from mauntic.kernel.display import number
from mauntic.kernel.translation import gettext as _
from mauntic.kernel.values.json_values import problem_of, size_of

LARGEST_BYTES = 64 * 1024
MOST_FIELDS = 500
LONGEST_NAME = 100


def custom_problem(values: object) -> str:
    """Return why the custom fields of a record are refused, as a sentence. Empty if they are accepted."""
    if not isinstance(values, Mapping):
        return _("Enter an object of names and values.")
    if problem := problem_of(values):
        return problem
    if len(values) > MOST_FIELDS:
        return _("Enter at most %(limit)s custom fields, not %(count)s.") % {
            "limit": MOST_FIELDS,
            "count": number(len(values)),
        }
    if any(not name or len(str(name)) > LONGEST_NAME for name in values):
        return _("Enter a name of 1 to %(limit)s characters for each custom field.") % {"limit": LONGEST_NAME}
    kilobytes = size_of(values) / 1024
    if kilobytes > LARGEST_BYTES // 1024:
        return _("Enter at most %(limit)s KB of custom fields, not %(size)s KB.") % {
            "limit": LARGEST_BYTES // 1024,
            "size": number(math.ceil(kilobytes)),
        }
    return ""


def custom_cell(value: object) -> str:
    """Return the cell of a custom field: text as it is, other values as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
