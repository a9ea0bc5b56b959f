"""The REST API of lead intelligence."""
