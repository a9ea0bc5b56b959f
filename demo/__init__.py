"""The demonstration: one command brings up the whole product, with leads in it."""
