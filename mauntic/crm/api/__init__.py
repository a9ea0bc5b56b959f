"""The REST API of the CRM."""
