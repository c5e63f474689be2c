"""What the failure log has taught, put to use: tried, kept with who and why, taken back (docs/architecture.md, Promotions)."""
