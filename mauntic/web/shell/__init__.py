"""The menu and other parts of all pages."""
