"""The fields for conditions of rules. All are plain columns, so that one query evaluates all rules."""

from mauntic.crm.contacts.selectors.conditions import LEAD_FIELDS, lead_columns
from mauntic.kernel.conditions import Kind
from mauntic.kernel.conditions.sql import Column

FIELDS = LEAD_FIELDS
COLUMNS = dict(lead_columns())
# Of contacts whose scores an event has just told: see `routing.selectors.risen`.
NEW_SCORE, NEW_GRADE = "new_score", "new_grade"
COLUMNS_OF_RISEN = COLUMNS | {
    "contact.lead_score": Column(NEW_SCORE, Kind.NUMBER),
    "contact.lead_grade": Column(NEW_GRADE, Kind.CHOICE),
}
