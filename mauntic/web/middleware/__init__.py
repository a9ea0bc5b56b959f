"""Middleware of all views: limits, probes, outages, known errors, the time zone."""
