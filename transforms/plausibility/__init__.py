"""Plausibility: facts of a month in, signals out. Nothing here changes a figure, a verdict or an amount."""
