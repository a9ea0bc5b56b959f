"""Rules of tracking: plain Python."""
