"""The Segment tracking API."""
