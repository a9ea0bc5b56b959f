"""How good and how urgent a lead is, and why."""
