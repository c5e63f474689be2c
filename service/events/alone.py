"""What a run of the command line, which is no task of the service, gives to the failure log."""

from __future__ import annotations

import sys

from agent.run import Outcome
from service.database import open_database
from service.events import record
from service.events.log import EventLog
from service.events.observing import Asked, Ended, events_of
from service.events.packing import pack
from service.events.redaction.hiding import fault_to_keep
from service.settings import Settings


def write_down(settings: Settings, task_id: str, prompt: str, ended: Outcome) -> None:
    """Write the events of a run; one whose log cannot be written has its video all the same."""
    try:
        _write(settings, Asked(task_id, task_id, prompt), ended)
    except Exception as error:  # whatever it is, the video is worth more
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        print(f"  what was tried is not in the failure log: {said}", file=sys.stderr)


def _write(settings: Settings, asked: Asked, ended: Outcome) -> None:
    database = open_database(settings)
    failures = EventLog(database)
    tried = pack(_events(settings, asked, ended))
    with database.writing() as connection:
        failures.record(connection, tried)
        if ended.fault is not None:
            failures.record_fault(connection, asked.task, asked.session, fault_to_keep(ended.fault, settings))


def _events(settings: Settings, asked: Asked, ended: Outcome) -> list[record.TrainingEvent]:
    outcome: record.Outcome = "fault" if ended.fault else ended.status
    delivered = ended.delivered.number if ended.delivered else None
    # a draft that a fault cut short is no attempt
    attempts = [each for each in ended.attempts if all(one.code != "fault" for one in each.problems)]
    return events_of(settings, asked, Ended(outcome, ended.error, delivered), attempts, ended.documents)
