"""Coordinate tables of decisions: read, questioned and checked before anything is saved; then put on the record."""
