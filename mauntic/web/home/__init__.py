"""My day: what waits for a person."""
