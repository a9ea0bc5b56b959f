"""The list of leads, the page of one, and what is done to many."""
