"""The page of a rule: what `explain` prints, code scanning shows and the documentation holds is this text."""

from __future__ import annotations

from portbind_lint.model.verdict import RuleInfo


def rule_page(rule: RuleInfo) -> str:
    """Markdown: the prose of the rule's docstring between what the rule is and how one finding of it is silenced."""
    prose = rule.prose.partition("\n")[2].strip()
    return f"# {rule.title}\n\n{_facts(rule)}\n\n{prose}\n\n## Silence\n\n{silence(rule)}\n"


def plain_page(rule: RuleInfo) -> str:
    """The same in short, for a reader that knows no Markdown."""
    return f"{rule.what}\n\n{rule.why}\n\n{rule.remedy}\n\n{silence(rule)}"


def silence(rule: RuleInfo) -> str:
    """What to write where one finding is right as it is."""
    return f"One finding, with the reason: `// portbind-lint: ignore[{rule.id}] -- why it is right here`."


def _facts(rule: RuleInfo) -> str:
    row = f"Row of the decision table: {rule.when}."
    if not rule.severity:
        return f"`{rule.id}`: a note, shown with `--persona audit` only. {row}"
    return f"`{rule.id}`: verdict {rule.verdict.value.upper()}, security-severity {rule.severity:.1f}. {row}"
