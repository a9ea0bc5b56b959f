"""What all REST endpoints share: camelCase keys, one error body, one way of paging."""
