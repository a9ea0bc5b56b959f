"""The shell of the UI, and the pages that bring several contexts together."""
