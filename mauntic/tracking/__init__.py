"""What known contacts do on pages and forms."""
