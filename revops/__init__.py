"""Revenue operations: the lead gets to the right rep, and the pipeline tells what will close."""
