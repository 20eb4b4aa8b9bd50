"""Land as shapes: coordinates and areas, the plan of a zone, the communes of the map."""
