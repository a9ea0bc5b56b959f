"""What revenue operations do when something happened."""
