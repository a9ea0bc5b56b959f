"""People of an organization: sign-in, roles, invitations, API keys."""
