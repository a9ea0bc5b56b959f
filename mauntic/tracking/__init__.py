"""Page views, events, forms and downloads of leads."""
