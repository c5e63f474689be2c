"""Be a model that replays drafts: a server on loopback, for ROTATOR_MODEL=openai:replayed and its address as ROTATOR_BASE_URL.

The answers are a JSON list of lists, as bench/failure_log.py writes them. A request names its list in square brackets; a
first draft is answered with the first of it, a repair with the second: so the same question always has the same answer.
"""

import argparse
import json
import re
import sys
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests"))

from model_server import serving  # noqa: E402


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("answers", type=Path)
    parser.add_argument("--port", type=int, default=8099)
    arguments = parser.parse_args()
    answers = json.loads(arguments.answers.read_text())

    def say(body: dict[str, Any]) -> str:
        text = body["messages"][-1]["content"]
        request = text.split("<request>")[1].split("</request>")[0]
        told = answers[int(re.findall(r"\[(\d+)\]", request)[-1])]
        return str(told[min("<program>" in text, len(told) - 1)])

    with serving(say, arguments.port) as address:
        print(address, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
