"""A device typed into the hall's own file: its lines become a driver like every other."""
