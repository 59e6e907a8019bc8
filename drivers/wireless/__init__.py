"""Wireless microphones: one device family a file; what is long stands beside it."""
