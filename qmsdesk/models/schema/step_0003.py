"""Schema 3: the chain from the plan to what carries it out, rounds of the work plan, answers of the questionnaire.

Frozen: never edited after release, imports nothing of the program.
"""

from __future__ import annotations


def _reference(table: str, column: str, target: str) -> tuple[str, str]:
    return (
        f'ALTER TABLE "{table}" ADD COLUMN "{column}" INTEGER REFERENCES "{target}" ("id") ON DELETE RESTRICT',
        f'CREATE INDEX "{table}_{column}" ON "{table}" ("{column}")',
    )


STATEMENTS = (
    *_reference("training", "plan_item_id", "plan_item"),
    *_reference("document", "plan_item_id", "plan_item"),
    *_reference("nonconformity", "plan_item_id", "plan_item"),
    *_reference("improvement", "plan_item_id", "plan_item"),
    *_reference("plan_deviation", "plan_item_id", "plan_item"),
    *_reference("plan_item", "copied_from_id", "plan_item"),
    """ALTER TABLE "milestone" ADD COLUMN "round" TEXT NOT NULL DEFAULT ''""",
    'DROP INDEX "milestone_key"',
    """CREATE UNIQUE INDEX "milestone_key" ON "milestone" ("round", "stage", "task")
    WHERE "deleted_at" IS NULL AND "void_reason" = ''""",
    """CREATE TABLE "programme_answer" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "position" INTEGER NOT NULL,
    "log_id" INTEGER NOT NULL REFERENCES "programme_log" ("id") ON DELETE RESTRICT,
    "question" TEXT NOT NULL, "score" TEXT, "note" TEXT NOT NULL)""",
    'CREATE INDEX "programme_answer_log_id" ON "programme_answer" ("log_id")',
    'CREATE UNIQUE INDEX "programme_answer_key" ON "programme_answer" ("log_id", "question")',
)
