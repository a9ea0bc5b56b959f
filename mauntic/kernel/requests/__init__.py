"""Requests before any view sees them: the client, the size of the body, the log."""
