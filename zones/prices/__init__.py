"""Prices as they are published: the list of a day, the rules of their rows, their history as a chart."""
