"""The land balance of a zone: its sums, its table, and the inventory it rests on."""
