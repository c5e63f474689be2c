"""The failure log: every attempt as one record, and what is made of them (docs/architecture.md, Failure log)."""
