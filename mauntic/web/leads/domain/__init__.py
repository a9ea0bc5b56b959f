"""Plain Python of the pages of leads."""
