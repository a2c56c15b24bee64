"""One long save as a program: ``python -m tests.faults.save WORKSPACE``; exit codes as those of the commands."""

from __future__ import annotations

import sys
from pathlib import Path

from qmsdesk.clock import Clock
from qmsdesk.errors import UserError
from qmsdesk.models.people import Department
from qmsdesk.models.workspace import open_workspace
from qmsdesk.registers.people import DEPARTMENT
from qmsdesk.services import history, reading, records
from qmsdesk.services.sitting import Sitting


def main(folder: Path) -> int:
    with open_workspace(folder, Clock()) as workspace:
        department = reading.rows(workspace.db, Department)[0].id
        text = f"第 {history.head(workspace.db).seq} 次修改，" * 2000
        records.save(Sitting(workspace, "何静", Clock()), DEPARTMENT, department, {Department.remark: text})
    return 0


if __name__ == "__main__":
    try:
        code = main(Path(sys.argv[1]))
    except UserError as error:
        print(f"{error.text}{error.hint}", file=sys.stderr)
        code = error.exit_code
    sys.exit(code)
