"""My day: the work that waits for a person."""
