"""Notifications in the product and by email."""
