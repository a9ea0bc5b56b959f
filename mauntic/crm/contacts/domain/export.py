"""Columns of an exported file of leads that an import does not write."""

RECORD_ID = "id"
"""The column of the ids of leads, by which an import finds them again."""
COMPUTED = (
    "lead_score",
    "lead_grade",
    "intent_score",
    "data_quality_score",
    "enrichment_status",
    "last_enriched_at",
)
"""Columns that only our export has: a file with one of them was exported here."""
LEFT_OUT = ("owner", "created_at", *COMPUTED)
"""Columns that an import of our own file leaves out: they are computed, or decided elsewhere."""
