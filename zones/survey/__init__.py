"""Coordinate tables of decisions: read from a file, questioned, and checked before anything is saved. No database."""
