"""Decimals as JSON writes them."""


def json_number(value, places=None):
    """Whole ones as integers, others rounded to `places` where given; None stays null."""
    if value is None:
        return None
    if value == value.to_integral_value():
        return int(value)
    return float(value) if places is None else round(float(value), places)
