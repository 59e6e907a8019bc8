"""Power: distribution units, uninterruptible supplies, sequencers, relays: one device family a file; what is long stands beside it."""
