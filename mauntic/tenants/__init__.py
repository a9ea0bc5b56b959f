"""Organizations: each has its own PostgreSQL schema, found by the host name of a request."""
