"""The hall's file as service and simulators both read it: YAML with positions, and the devices in it."""
