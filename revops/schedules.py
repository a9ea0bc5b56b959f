"""When the jobs of revenue operations run."""
