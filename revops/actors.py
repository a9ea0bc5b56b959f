"""Jobs of revenue operations."""
