"""Scenes of others, brought in from a folder (docs/architecture.md, Imports)."""
