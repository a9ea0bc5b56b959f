"""The vendors of contact data: one file each, which maps what is asked and what is answered."""
