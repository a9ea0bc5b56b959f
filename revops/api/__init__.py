"""The REST API of revenue operations."""
