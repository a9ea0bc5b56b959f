"""What stands around every view: limits, probes, outages, known errors, the time zone."""
