"""Companies, and the people of one."""
