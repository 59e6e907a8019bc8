"""Lighting desks and dimmed lights: one device family a file; what is long stands beside it."""
