"""Pages of tracking, below Settings."""
