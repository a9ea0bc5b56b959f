"""The menu and what else every page shows."""
