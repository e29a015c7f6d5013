"""The decision table: rules in the order of their rows, the first that matches decides."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from itertools import pairwise

from portbind_lint.judge import rules as rule_files
from portbind_lint.judge.message import accepted, compose, consequence, harmless
from portbind_lint.judge.rule import Rule, RuleError, read_page
from portbind_lint.model.errors import UserError
from portbind_lint.model.verdict import Decision, ReviewedSite, RuleInfo, Verdict


def decide(site: ReviewedSite, persona: str = "regular") -> Decision:
    """The verdict on one site; `persona` is `regular` or `audit`, which also shows what could not be known."""
    if site.context.serves:
        for rule, info in table():
            if persona in rule.personas and rule.matches(site):
                remedy = rule.remedy(site)
                why = consequence(site, info.why)
                return Decision(info.verdict, info, compose(site, rule.headline(site), remedy, why), remedy, why)
        if site.address.cls.exposed:
            return Decision(Verdict.ACCEPT, None, accepted(site))
    return Decision(Verdict.NONE, None, harmless(site))


def all_rules() -> tuple[RuleInfo, ...]:
    """Every rule there is, in the order of the decision table."""
    return tuple(info for _, info in table())


def rule(rule_id: str) -> RuleInfo:
    """The rule with this id; raises `UserError` with the ids there are."""
    for info in all_rules():
        if info.id == rule_id:
            return info
    raise UserError(f"no rule {rule_id}; the rules are {', '.join(info.id for info in all_rules())}")


@cache
def table() -> tuple[tuple[Rule, RuleInfo], ...]:
    """Every rule with its page, in the order of the rows; raises `RuleError` where a rule file is incomplete."""
    rows = sorted(
        (_load(found.name) for found in pkgutil.iter_modules(rule_files.__path__)), key=lambda row: row[0].position
    )
    for (earlier, one), (later, other) in pairwise(rows):
        if earlier.position == later.position:
            raise RuleError(f"rules {one.id} and {other.id} claim the same row {later.position}")
    return tuple(rows)


def _load(name: str) -> tuple[Rule, RuleInfo]:
    module = import_module(f"{rule_files.__name__}.{name}")
    rule_id = name.replace("_", "-")
    found = getattr(module, "RULE", None)
    if not isinstance(found, Rule):
        raise RuleError(f"rule {rule_id} has no RULE")
    return found, read_page(rule_id, found, module.__doc__)
