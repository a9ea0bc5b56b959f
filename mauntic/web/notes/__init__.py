"""Notes on leads and deals."""
