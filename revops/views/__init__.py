"""Pages of revenue operations."""
