"""Projectors: one device family a file; what is long stands beside it."""
