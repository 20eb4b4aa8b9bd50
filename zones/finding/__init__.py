"""Finding land: a need, how each parcel answers it, and parcels side by side."""
