"""Values as the database can store them."""
