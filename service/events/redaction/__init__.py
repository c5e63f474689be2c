"""What is hidden in events: personal data, secrets, and what the operator names (docs/architecture.md, What is kept)."""
