"""The list of leads, the page of a lead, and bulk actions."""
