"""Statistical models of how long customers stay and how often they come (numpy and scipy alone)."""
