"""The rules of revenue operations in plain Python."""
