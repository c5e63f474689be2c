"""The command that is a renderer and nothing else."""

from __future__ import annotations


def renderer() -> None:
    """Render for every other process on this ROTATOR_DATA, until stopped; needs no network and no secrets.

    As soon as it has run once, nothing else on that folder starts a renderer of its own.
    """
    from service.cli import _errors, _settings

    with _errors(as_json=False):
        from service import wiring

        wiring.renderer(_settings()).become_renderer()
