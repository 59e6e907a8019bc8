"""Stories about reading a hall's file."""
