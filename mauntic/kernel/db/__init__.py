"""PostgreSQL: connections, errors, locks, bulk writes, counts, paging, search."""
