"""What is wrong with a file."""


class UnreadableError(ValueError):
    """The file holds no table that can be read; the message says why, and what to do."""
