"""Speed, measured on loopback beside a hand-written floor: `python -m bench`."""
