"""Settings of the person and of the organization."""
