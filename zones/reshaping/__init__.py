"""Parcels split and merged by a decision: what may be, and what follows from it."""
