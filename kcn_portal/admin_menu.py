"""How the officers' side is dressed and grouped: unfold's settings."""

UNFOLD = {}
