"""The REST API of scoring, at /api/v1/scoring."""
