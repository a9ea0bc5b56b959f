"""Names of fields, and the action that only ops and admins may do, for the API of all topics."""

from lead_intelligence.leads.domain.fields import API_FIELDS, Field

ALL_FIELDS = [field.value for field in Field]
FIELDS_TO_ASK_FOR = [field.value for field in API_FIELDS]
