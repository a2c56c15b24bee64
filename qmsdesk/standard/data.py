"""Reading the program's own catalogues under ``resources/standard``."""

from __future__ import annotations

import json
from typing import Any

from qmsdesk import paths


def load(name: str) -> Any:
    """The content of one JSON file; it ships with the program, so a missing one is a broken installation."""
    return json.loads((paths.resources() / "standard" / name).read_text(encoding="utf-8"))
