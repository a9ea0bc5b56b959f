"""Scores, signals and alerts of leads."""
