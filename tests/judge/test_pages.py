"""A rule without a complete page must not load."""

from __future__ import annotations

import pkgutil
import sys
from pathlib import Path

import pytest

from portbind_lint.judge import engine, rules
from portbind_lint.judge.engine import all_rules, rule
from portbind_lint.judge.rule import Rule, RuleError, read_page
from portbind_lint.model.verdict import RuleInfo, Verdict

RULE = Rule(99, "exposed", Verdict.HIGH, 7.0, lambda _: False, lambda _: "", lambda _: "")
BODIES = {
    "What it does": "Looks.",
    "Why it matters": "Harm.",
    "Example": "```ts\nlisten();\n## not a heading\n```",
    "Instead": "```js\nlisten(local);\n```",
    "What to do": "Mend.",
    "References": "- [CWE-1327](https://cwe.mitre.org/data/definitions/1327.html)\n- [x](https://example.org/x)",
}


def page(title: str = "# A title.", **changes: str | None) -> str:
    bodies = BODIES | {key.replace("_", " "): value for key, value in changes.items()}
    return "\n\n".join([title, *(f"## {heading}\n\n{body}" for heading, body in bodies.items() if body is not None)])


def test_a_complete_page_is_read() -> None:
    info = read_page("a-rule", RULE, page())
    assert (info.id, info.title, info.what, info.why, info.remedy) == ("a-rule", "A title", "Looks.", "Harm.", "Mend.")
    assert info.references == ("https://cwe.mitre.org/data/definitions/1327.html", "https://example.org/x")
    assert info.prose == page()


@pytest.mark.parametrize(
    ("docstring", "complaint"),
    [
        (None, "has no docstring"),
        ("", "has no docstring"),
        (page(title="A title"), "first line is not a title"),
        (page(Instead=None), "the headings are"),
        (page(What_to_do=""), "nothing under 'What to do'"),
        (page(Example="listen()"), "no js or ts block under 'Example'"),
        (page(Instead="```python\nx\n```"), "no js or ts block under 'Instead'"),
        (page(References="- [x](https://example.org)"), "no CWE"),
    ],
)
def test_an_incomplete_page_is_refused(docstring: str | None, complaint: str) -> None:
    with pytest.raises(RuleError, match=f"a-rule.*{complaint}"):
        read_page("a-rule", RULE, docstring)


def loaded_with(folder: Path, monkeypatch: pytest.MonkeyPatch, **files: str) -> tuple[RuleInfo, ...]:
    for name, source in files.items():
        (folder / f"{name}.py").write_text(source)
        monkeypatch.delitem(sys.modules, f"{rules.__name__}.{name}", raising=False)
    monkeypatch.setattr(rules, "__path__", [str(folder), *rules.__path__])
    engine.table.cache_clear()
    try:
        return all_rules()
    finally:
        monkeypatch.undo()
        engine.table.cache_clear()


SOURCE = f'''"""{page()}"""
from portbind_lint.judge.rule import Rule
from portbind_lint.model.verdict import Verdict
RULE = Rule({{}}, "exposed", Verdict.HIGH, 7.0, lambda _: False, lambda _: "", lambda _: "")
'''


def test_a_rule_exists_because_its_file_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    infos = loaded_with(tmp_path, monkeypatch, one_more_rule=SOURCE.format(3))
    assert [info.id for info in infos][1] == "one-more-rule"


def test_two_rules_on_one_row_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuleError, match=r"claim the same row 5"):
        loaded_with(tmp_path, monkeypatch, twin_rule=SOURCE.format(5))


def test_a_file_without_a_rule_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuleError, match="no-rule-here has no RULE"):
        loaded_with(tmp_path, monkeypatch, no_rule_here='"""Nothing."""\n')


@pytest.mark.parametrize("info", all_rules(), ids=lambda info: info.id)
def test_pages_fit_where_they_are_shown(info: RuleInfo) -> None:
    assert len(info.title) < 100
    assert len(info.what) <= 1024
    assert max(len(line) for line in info.prose.splitlines() if "](" not in line) <= 120


def test_the_pages_refer_to_what_readers_ask_for() -> None:
    cited = "\n".join("\n".join(info.references) for info in all_rules())
    assert "definitions/1327" in cited
    assert "definitions/306" in cited
    assert "modelcontextprotocol.io/specification" in cited
    assert "nodejs.org/api/net.html" in cited
    assert len(list(pkgutil.iter_modules(rules.__path__))) == len(all_rules())
    assert rule("exposed-debugger").severity == 9.3
