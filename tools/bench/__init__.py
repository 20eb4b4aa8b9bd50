"""Speed measured as ratios in one run: the portal with 1,000 and with 100,000 parcels, beside a bare Django page."""
