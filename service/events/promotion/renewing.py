"""What a running worker takes up at its next task: prompts and rules that were promoted, or taken back, meanwhile."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field, replace

from agent.check import Checker
from agent.context import Context
from agent.faults import Fault
from agent.prompts import Prompts
from service import wiring
from service.events.promotion.promotions import Promotions

log = logging.getLogger(__name__)


@dataclass
class Renewing:
    """Keeps the prompts and the check of a process as the database has them."""

    promotions: Promotions
    prompts: Prompts
    checker: Checker
    revision: tuple[int, int]
    """Of before they were read."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, context: Context) -> Context:
        """Return a context with what is in use now; one look at the database where nothing has changed."""
        with self._lock:
            revision = self.promotions.revision()
            if revision != self.revision:
                self._renew(revision)
            return replace(context, prompts=self.prompts, checker=self.checker)

    def _renew(self, revision: tuple[int, int]) -> None:
        settings = self.promotions.settings
        try:
            self.promotions.sync()
            self.prompts, self.checker = wiring.prompts(settings), wiring.checker(settings)
        except Fault as fault:  # a task can be done with what there was; the next one tries again
            log.error("what was promoted cannot be used yet: %s; %s", fault.message, fault.remedy)
        else:
            self.revision = revision
            log.info("takes up what was promoted or undone")
