"""Public pages of the zones, their parcels and their prices."""
