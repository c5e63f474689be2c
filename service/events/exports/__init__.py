"""Exports of the failure log, for those who train models (docs/architecture.md, Exports)."""
