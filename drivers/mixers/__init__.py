"""Mixing consoles and signal processors: one device family a file; what is long stands beside it."""
