"""Every requirement with its verdict: what the dashboard, ``status`` and the bundle's list of gaps read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qmsdesk.services.evidence import rules_plan, rules_project, rules_results, rules_running, rules_system
from qmsdesk.services.evidence.facts import Facts
from qmsdesk.services.evidence.verdict import MISSING, NOT_APPLICABLE, NOT_DUE, PARTIAL, Verdict
from qmsdesk.standard.requirements import Requirement, requirements

Rule = Callable[..., Verdict]

RULES: dict[str, Rule] = {
    **{rule.__name__: rule for rule in (
        rules_project.profile, rules_project.licences, rules_project.clean, rules_project.self_check,
        rules_project.application, rules_project.selection, rules_project.certifier, rules_project.qualified,
        rules_project.milestones, rules_project.meeting, rules_project.survey_people, rules_project.survey_methods,
        rules_project.diagnosis, rules_project.certification, rules_project.surveillance,
        rules_plan.relevant, rules_plan.targets, rules_plan.traceable, rules_plan.feasible, rules_plan.opinions,
        rules_plan.plan, rules_plan.feedback, rules_plan.carried_out, rules_plan.deviations,
        rules_running.group, rules_running.training, rules_running.processes, rules_running.documents,
        rules_running.joined, rules_running.release, rules_running.tools, rules_running.visits,
        rules_running.measurements, rules_running.levels, rules_running.competence,
        rules_results.audit, rules_results.audit_time, rules_results.audit_programme, rules_results.review,
        rules_results.actions, rules_results.corrective, rules_results.kept, rules_results.assessed,
        rules_results.evidence, rules_results.bundle, rules_results.acceptance, rules_results.experts,
        rules_results.ways, rules_results.failed, rules_results.improvement, rules_results.case,
        rules_results.case_figures, rules_results.log,
        rules_system.scope, rules_system.policy, rules_system.objectives, rules_system.instruments,
        rules_system.calibrations, rules_system.suppliers, rules_system.outputs, rules_system.kept_records,
        rules_system.happened, rules_system.design,
    )},
    "survey_items": rules_project.survey_items_found,
}  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """A requirement with its verdict."""

    requirement: Requirement
    verdict: Verdict

    @property
    def counts(self) -> bool:
        """Whether it stands in the denominator: 未到期 and 不适用 do not."""
        return self.verdict.state not in {NOT_DUE, NOT_APPLICABLE}

    @property
    def is_gap(self) -> bool:
        """Whether a bundle has to name it: what is due and missing, but for the bundle itself."""
        return self.counts and bool(self.requirement.where) and bool(self.verdict.missing)


def judge(known: Facts) -> list[Judged]:
    """Every requirement with its verdict, in the order of the clauses."""
    return [Judged(each, verdict_of(known, each)) for each in requirements()]


def verdict_of(known: Facts, requirement: Requirement) -> Verdict:
    """How one requirement stands.

    Before its time what is not whole is 未到期, also when it was begun early. What is only allowed and not there is
    不适用.
    """
    found = RULES[requirement.rule](known, *requirement.args)
    if found.state in {MISSING, PARTIAL} and not known.reached(requirement.needs):
        return Verdict(NOT_DUE, found.missing, found.evidence)
    if found.state == MISSING and requirement.force == "可":
        return Verdict(NOT_APPLICABLE)  # what is only allowed and not done is no lack
    return found
