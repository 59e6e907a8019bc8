"""Power units, UPSes, sequencers and relays: one device family a file; what is long stands beside it."""
