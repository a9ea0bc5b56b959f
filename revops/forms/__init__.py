"""Forms of revenue operations."""
