"""Schema 2: all registers of the quality system and of the improvement project.

Frozen: never edited after release, imports nothing of the program.
"""

from __future__ import annotations

import re

_RECORD = """"id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "number" TEXT NOT NULL, "number_key" TEXT NOT NULL,
    "status" TEXT NOT NULL, "happened_on" TEXT, "late_reason" TEXT NOT NULL, "clauses" TEXT NOT NULL,
    "remark" TEXT NOT NULL, "void_reason" TEXT NOT NULL, "correcting" TEXT NOT NULL, "corrections" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL, "created_by" TEXT NOT NULL, "changed_at" TEXT NOT NULL, "changed_by" TEXT NOT NULL,
    "deleted_at" TEXT"""
_LINE = """"id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "position" INTEGER NOT NULL"""


def _columns(words: str) -> str:
    """``name!`` is NOT NULL, ``name#`` an integer, ``name>table`` a reference; all else is text."""
    return ", ".join(_column(*re.fullmatch(r"(\w+)(#?)(?:>(\w+))?(!?)", word).groups()) for word in words.split())  # type: ignore[union-attr]


def _column(name: str, number: str, target: str | None, filled: str) -> str:
    kind = "INTEGER" if number or target else "TEXT"
    reference = f' REFERENCES "{target}" ("id") ON DELETE RESTRICT' if target else ""
    return f'"{name}" {kind}{" NOT NULL" if filled else ""}{reference}'


def _indexes(table: str, words: str) -> tuple[str, ...]:
    names = [word.partition(">")[0] for word in words.split() if ">" in word]
    return tuple(f'CREATE INDEX "{table}_{name}" ON "{table}" ("{name}")' for name in names)


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _record(table: str, words: str, key: tuple[str, ...] = ()) -> tuple[str, ...]:
    """A record with its own columns; ``key`` is unique among live ones."""
    unique = (
        f'CREATE UNIQUE INDEX "{table}_key" ON "{table}" ({_names(key)}) '
        """WHERE "deleted_at" IS NULL AND "void_reason" = ''""",
    )
    return (
        f'CREATE TABLE "{table}" ({_RECORD}, {_columns(words)})',
        f'CREATE UNIQUE INDEX "{table}_number" ON "{table}" ("number_key")',
        *_indexes(table, words),
        *(unique if key else ()),
    )


def _line(table: str, words: str, key: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Child rows; the first column points at the record, within which ``key`` is unique."""
    parent = words.partition(">")[0]
    unique = (f'CREATE UNIQUE INDEX "{table}_key" ON "{table}" ({_names((parent, *key))})',)
    return (
        f'CREATE TABLE "{table}" ({_LINE}, {_columns(words)})',
        *_indexes(table, words),
        *(unique if key else ()),
    )


STATEMENTS = (
    *_record(
        "process",
        "name! department_id>department! owner_id>person kind! inputs! outputs! interfaces!",
        ("name",),
    ),
    *_record(
        "training",
        "topic! tiers! subjects! mode! planned_on held_on hours trainer! party_id>party place! material! content! "
        "exam pass_mark document_id>document evaluated_on method! criterion! conclusion evaluator_id>person follow_up! "
        "origin!",
        ("topic", "planned_on"),
    ),
    *_line(
        "attendance",
        "training_id>training! person_id>person! present#! score result made_up_on note!",
        ("person_id",),
    ),
    *_record(
        "audit_programme",
        "year#! purpose! scope! criteria! author_id>person approver_id>person approved_on",
        ("year",),
    ),
    *_line(
        "programme_slot",
        "programme_id>audit_programme! department_id>department! process_id>process months! note!",
    ),
    *_record(
        "audit",
        "title! kind! programme_id>audit_programme planned_on! held_on held_until purpose! scope! criteria! "
        "leader_id>person summary! conclusion! effectiveness advice! reported_on distribution!",
    ),
    *_line(
        "audit_member",
        "audit_id>audit! person_id>person! duty!",
        ("person_id",),
    ),
    *_line(
        "audit_slot",
        "audit_id>audit! day! starts! ends! department_id>department activity! clauses! auditor_id>person",
    ),
    *_line(
        "audit_check",
        "audit_id>audit! clauses! content! method! department_id>department document_id>document auditor_id>person "
        "judgement! grade evidence! reason!",
    ),
    *_line(
        "audit_attendance",
        "audit_id>audit! person_id>person! opening#! closing#!",
        ("person_id",),
    ),
    *_record(
        "nonconformity",
        "source! fact! found_on basis! grade department_id>department owner_id>person source_note! correction! "
        "corrected_on factors! cause! extension! action! action_owner_id>person due_on done_on document_id>document "
        "verify_by verify_method! verify_evidence! verifier_id>person verified_on effectiveness closed_on round#! "
        "origin!",
    ),
    *_line(
        "nonconformity_round",
        "nonconformity_id>nonconformity! round#! cause! action! due_on done_on verify_evidence! verifier_id>person "
        "verified_on effectiveness",
        ("round",),
    ),
    *_record(
        "nonconforming_output",
        "found_on! product! place! quantity unit! batch! problem! finder_id>person department_id>department "
        "disposal authorised_by_id>person disposed_on recheck!",
        ("found_on", "product", "batch"),
    ),
    *_record(
        "review",
        "title! planned_on! held_on place! chair_id>person purpose! agenda! snapshot_on suitability adequacy "
        "effectiveness conclusion! closed_on",
    ),
    *_line(
        "review_attendee",
        "review_id>review! person_id>person! present#!",
        ("person_id",),
    ),
    *_line(
        "review_input",
        "review_id>review! code! department_id>department summary! links! note! reason!",
        ("code",),
    ),
    *_line(
        "review_output",
        "review_id>review! kind! decision! basis owner_id>person due_on measure! done_on result! verifier_id>person "
        "verified_on effectiveness waiver!",
    ),
    *_record(
        "risk",
        "title! kind! process_id>process safety#! likelihood impact measure! owner_id>person identified_on due_on "
        "done_on effectiveness reviewed_on",
        ("title",),
    ),
    *_record(
        "context",
        "factor! kind! impact! response! climate climate_reason! owner_id>person reviewed_on next_on",
        ("kind", "factor"),
    ),
    *_record(
        "licence",
        "name! code! issuer! issued_on valid_until required#! owner_id>person",
        ("name", "code"),
    ),
    *_record(
        "compliance_event",
        "kind! occurred_on! authority! content! result! closed_on",
        ("kind", "occurred_on", "authority"),
    ),
    *_record(
        "equipment",
        "name! model! maker! quantity#! department_id>department place! started_on key#! state! cycle_months# "
        "owner_id>person",
    ),
    *_line(
        "equipment_event",
        "equipment_id>equipment! kind! happened_on! content! stopped_hours result! person_id>person next_on",
    ),
    *_record(
        "instrument",
        "name! serial! model! maker! department_id>department place! range! unit! accuracy! cycle_months# state! "
        "keeper_id>person",
    ),
    *_line(
        "calibration",
        "instrument_id>instrument! due_on done_on! certificate! agency! result! valid_until",
        ("done_on",),
    ),
    *_record(
        "supplier",
        "name! category products! contact! phone! address! approved_on state! dropped_on",
        ("name",),
    ),
    *_line(
        "supplier_evaluation",
        "supplier_id>supplier! evaluated_on! quality delivery price service response total result "
        "evaluator_id>person next_on note!",
        ("evaluated_on",),
    ),
    *_record(
        "complaint",
        "customer! received_on! content! major#! investigation! handling! handler_id>person due_on done_on "
        "confirmed confirmed_on",
    ),
    *_record(
        "satisfaction",
        "name! surveyed_on! sent# returned# valid# full_score! analyst_id>person lowest! improvement!",
        ("name",),
    ),
    *_line(
        "satisfaction_item",
        "satisfaction_id>satisfaction! item! weight! score! note!",
        ("item",),
    ),
    *_record(
        "analysis",
        "tool! done_on! topic! source! conclusion! analyst_id>person indicator_id>indicator",
        ("tool", "done_on", "topic"),
    ),
    *_record(
        "improvement",
        "title! category indicator_id>indicator feasibility! measure! cost benefit owner_id>person started_on "
        "due_on done_on result! verifier_id>person verified_on effectiveness document_id>document origin!",
        ("title",),
    ),
    *_record(
        "achievement",
        "kind! name! code! level granted_on valid_until description!",
        ("kind", "name", "code"),
    ),
    *_record(
        "record_form",
        "form_id>document! version! formed_on! name! department_id>department keeper_id>person copies#! storage! "
        "keep_until disposal disposed_on",
        ("form_id", "formed_on", "name"),
    ),
    *_record(
        "visit",
        "visited_on! finding! party_id>party expert! factors! advice! department_id>department owner_id>person "
        "due_on done_on result!",
    ),
    *_record(
        "meeting",
        "kind! held_on! topic! place! host_id>person minutes! decisions!",
        ("kind", "held_on", "topic"),
    ),
    *_line(
        "meeting_attendee",
        "meeting_id>meeting! person_id>person! signed#!",
        ("person_id",),
    ),
    *_line(
        "self_check",
        "enterprise_id>enterprise! item! result checked_on note!",
        ("item",),
    ),
    *_record(
        "application",
        "way recommender! applied_on result_on notice! reason!",
    ),
    *_record(
        "milestone",
        "stage! task! led_by owner_id>person planned_on due_on started_on done_on result!",
        ("stage", "task"),
    ),
    *_record(
        "survey",
        "surveyed_on! until methods! party_id>party surveyors! place! summary!",
        ("surveyed_on",),
    ),
    *_line(
        "survey_interview",
        "survey_id>survey! person_id>person! level note!",
        ("person_id",),
    ),
    *_line(
        "survey_finding",
        "survey_id>survey! item! state value! evidence! note!",
        ("item",),
    ),
    *_record(
        "plan",
        "title! version#! party_id>party author! approver_id>person approved_on summary! change_reason!",
        ("title", "version"),
    ),
    *_line(
        "plan_item",
        "plan_id>plan! pain! measure! part! resource! owner_id>person due_on node! indicator_id>indicator training! "
        "acceptance! result! done_on",
    ),
    *_line(
        "plan_talk",
        "plan_id>plan! held_on! topic! people! conclusion!",
    ),
    *_line(
        "plan_feedback",
        "plan_id>plan! given_on! text! given_by! adopted reply!",
    ),
    *_line(
        "plan_deviation",
        "plan_id>plan! found_on! deviation! cause! adjustment! decided_by!",
    ),
    *_record(
        "diagnosis",
        "title! survey_id>survey party_id>party diagnosers! diagnosed_on representative! confirmed_on summary!",
        ("title",),
    ),
    *_line(
        "opinion",
        "diagnosis_id>diagnosis! text! category item adopted reason! plan_item_id>plan_item indicator_id>indicator "
        "result!",
    ),
    *_record(
        "acceptance",
        "held_on round! organiser_id>party ways! total grade! opinion!",
    ),
    *_line(
        "acceptance_expert",
        "acceptance_id>acceptance! expert_id>party_person! duty!",
        ("expert_id",),
    ),
    *_line(
        "acceptance_score",
        "acceptance_id>acceptance! category! score note!",
        ("category",),
    ),
    *_record(
        "case_study",
        "title! profile! problem! practice! effect! lesson! authors! written_on",
        ("title",),
    ),
    *_line(
        "case_indicator",
        "case_id>case_study! indicator_id>indicator! form!",
        ("indicator_id", "form"),
    ),
    *_record(
        "programme_log",
        "kind! logged_on! content! party_id>party score",
    ),
    """ALTER TABLE "enterprise" ADD COLUMN "correcting" TEXT NOT NULL DEFAULT ''""",
    """ALTER TABLE "enterprise" ADD COLUMN "industry_row" TEXT NOT NULL DEFAULT ''""",
    """ALTER TABLE "enterprise" ADD COLUMN "gb4754" TEXT NOT NULL DEFAULT ''""",
    """ALTER TABLE "enterprise" ADD COLUMN "edition" TEXT NOT NULL DEFAULT '2016'""",
    """ALTER TABLE "enterprise" ADD COLUMN "certifier_id" INTEGER REFERENCES "party" ("id") ON DELETE RESTRICT""",
    'CREATE INDEX "enterprise_certifier_id" ON "enterprise" ("certifier_id")',
    """ALTER TABLE "enterprise" ADD COLUMN "certificate" TEXT NOT NULL DEFAULT ''""",
    """ALTER TABLE "enterprise" ADD COLUMN "certified_on" TEXT""",
    """ALTER TABLE "enterprise" ADD COLUMN "certificate_until" TEXT""",
    """ALTER TABLE "enterprise" ADD COLUMN "surveillance_on" TEXT""",
    """ALTER TABLE "party" ADD COLUMN "correcting" TEXT NOT NULL DEFAULT ''""",
    """ALTER TABLE "department" ADD COLUMN "correcting" TEXT NOT NULL DEFAULT ''""",
    """ALTER TABLE "person" ADD COLUMN "correcting" TEXT NOT NULL DEFAULT ''""",
    """ALTER TABLE "document" ADD COLUMN "correcting" TEXT NOT NULL DEFAULT ''""",
    """ALTER TABLE "document" ADD COLUMN "process_id" INTEGER REFERENCES "process" ("id") ON DELETE RESTRICT""",
    'CREATE INDEX "document_process_id" ON "document" ("process_id")',
    """ALTER TABLE "document" ADD COLUMN "source" TEXT NOT NULL DEFAULT ''""",
    """ALTER TABLE "document" ADD COLUMN "received_on" TEXT""",
    """ALTER TABLE "document" ADD COLUMN "checked_on" TEXT""",
    """ALTER TABLE "indicator" ADD COLUMN "correcting" TEXT NOT NULL DEFAULT ''""",
    """ALTER TABLE "indicator" ADD COLUMN "feed" TEXT""",
    """ALTER TABLE "measurement" ADD COLUMN "correcting" TEXT NOT NULL DEFAULT ''""",
    """ALTER TABLE "assessment" ADD COLUMN "correcting" TEXT NOT NULL DEFAULT ''""",
)
