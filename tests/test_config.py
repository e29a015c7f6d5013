from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.config.load import load_config
from portbind_lint.config.settings import Config, DeclaredLibrary
from portbind_lint.model.errors import UserError

FULL = """\
exclude: [fixtures/, "*.gen.ts"]
include:
  - vendor/own/
fail-on: medium
persona: audit
suppressions:
  - rule: undocumented-exposure
    path: tools/*.ts
    reason: the laboratory
    until: 2027-01-31
baseline: known.json
libraries:
  - name: own
    modules: ["@corp/server"]
"""


def load(root: Path, text: str | bytes) -> Config:
    (root / ".portbind.yml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_config(root)


def test_everything_that_can_be_settled(tmp_path: Path) -> None:
    config = load(tmp_path, FULL)
    assert config.exclude == ("fixtures/", "*.gen.ts")
    assert config.include == ("vendor/own/",)
    assert (config.fail_on, config.persona, config.path) == ("medium", "audit", ".portbind.yml")
    (entry,) = config.suppressions
    assert (entry.pattern, entry.suppression.rules) == ("tools/*.ts", ("undocumented-exposure",))
    assert (entry.suppression.reason, entry.suppression.location.line) == ("the laboratory", 7)
    assert (entry.until, config.baseline) == (date(2027, 1, 31), "known.json")
    (library,) = config.libraries
    assert library == DeclaredLibrary(".portbind.yml:13", {"name": "own", "modules": ["@corp/server"]})


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "exclude:\nfail-on: ~\n"])
def test_an_empty_file_settles_nothing(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text) == Config(path=".portbind.yml")


def test_no_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load_config(tmp_path) == Config()


def test_a_linked_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yml").write_text("fail-on: never")
    (tmp_path / ".portbind.yml").symlink_to(tmp_path / "elsewhere.yml")
    assert load_config(tmp_path).fail_on == "high"
    assert load_config(tmp_path, tmp_path / ".portbind.yml").fail_on == "never"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fail_on: high", ".portbind.yml:1:1: unknown key 'fail_on'; did you mean fail-on?"),
        ("\nexcludes: []", ".portbind.yml:2:1: unknown key 'excludes'; did you mean exclude?"),
        ("zzz: 1", "the keys are exclude, include, fail-on, persona, baseline, suppressions, libraries"),
        ("[1]: 2", "unknown key"),
        ("fail-on: low", "fail-on must be one of high, medium, never, not 'low'"),
        ("fail-on: [high]", "fail-on must be text"),
        ("fail-on: ''", "fail-on must be text"),
        ("fail-on: high\nfail-on: never", ".portbind.yml:2:1: fail-on is given twice"),
        ("exclude: a", "exclude must be a list"),
        ("exclude: [[a]]", "exclude must be text"),
        ("- a", "the configuration must be a mapping"),
        ("suppressions: [a]", "a suppression must be a mapping"),
        ("suppressions: [{rule: a, path: b}]", "this suppression has no reason"),
        ("suppressions: [{rule: a, path: b, reason: c, until: 2027-02-30}]", "until must be a day such as 2027-01-31"),
        ("suppressions: [{rule: a, path: b, reason: c, until: 20270131}]", "not '20270131'"),
        ("baseline: [a]", "baseline must be text"),
        ("suppressions: [{rule: a, path: b, reason: c, line: 3}]", "unknown key 'line'"),
        ("libraries: a", "libraries must be a list"),
        ("libraries:\n  - {[1]: 2}", ".portbind.yml:2:6: invalid YAML: found unhashable key"),
        ("libraries: [!!python/name:os.system {}]", "invalid YAML: could not determine a constructor"),
        ("libraries: [{a: 2001-99-99}]", ".portbind.yml:1:13: this library cannot be read"),
        ("a: [", ".portbind.yml:1:5: invalid YAML: "),
        ("a: b: c", ".portbind.yml:1:5: invalid YAML: mapping values are not allowed here"),
        (b"\xff\xfe\xff", "not valid UTF-8"),
        ("a: \x07", "invalid YAML"),
        ("[" * 100_000, "nested too deeply"),
        ("#" * 1_000_001, "larger than 1,000,000 bytes"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(UserError) as raised:
        load(tmp_path, text)
    assert message in str(raised.value)
    assert str(raised.value).startswith(".portbind.yml")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("name", ["missing.yml", "", "a\0b"])
def test_a_chosen_file_must_be_readable(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        load_config(tmp_path, tmp_path / name)


@given(st.text(st.sampled_from("aex-:[]{}&*!|>'\"# \n,failon"), max_size=60))
def test_any_text_is_a_configuration_or_one_error(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    message = ""
    try:
        load(tmp_path_factory.getbasetemp(), text)
    except UserError as error:
        message = str(error)
    assert "\n" not in message
