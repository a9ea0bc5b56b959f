"""Dates, time zones and business hours."""
