"""The offline model: it adapts the nearest library scene, and says so when there is none."""
