"""What every page is made of: forms, parts that fail alone, the way back, forms that are sent once."""
