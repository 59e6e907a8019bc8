"""Looking for devices, only when asked: what answers, which driver we believe in, and the lines to paste."""
