"""Tasks done again with a candidate and without it (docs/architecture.md, Replays)."""
