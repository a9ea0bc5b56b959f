"""Search across leads, companies and deals."""
