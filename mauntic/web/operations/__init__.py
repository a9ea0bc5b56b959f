"""The state of the servers."""
