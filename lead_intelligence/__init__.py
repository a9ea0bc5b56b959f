"""Enrichment of leads: values from vendors, with cost, confidence and undo."""
