"""Rules of the CRM in plain Python: what a value must look like, what a column means, how a fact reads."""
