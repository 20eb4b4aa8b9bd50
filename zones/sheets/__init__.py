"""Fact sheets as PDF: what a sheet says (`content` and one module a kind), how it is set and bound (the others)."""
