"""The texts with which a repository takes portbind-lint up."""

from __future__ import annotations

from portbind_lint import __version__

HOOKS = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/portbind-lint.yml"
# Where the URL is not given, what people have to put in its place.
_URL = "https://example.com/OWNER/portbind-lint"


def settings_text(baseline: str) -> str:
    """The settings with their defaults, and what can be added as comments; `baseline` is the file, "" for none."""
    known = f"baseline: {baseline}\n" if baseline else "# baseline: .portbind-baseline.json\n"
    return f"""\
# Settings of portbind-lint. An unknown key is an error.
fail-on: high       # or medium, or never
{known}
# Patterns as in .gitignore: neither read nor reported.
# exclude: [fixtures/]

# suppressions:
#   - rule: undocumented-exposure
#     path: tools/*.ts
#     reason: why it is right here
#     until: 2027-01-31
"""


def hook_entry(source: str) -> str:
    """The entry of the hook in the list of repositories."""
    return f"""\
  - repo: {source or _URL}
    rev: v{__version__}  # a tag or a commit of that repository
    hooks:
      - id: portbind-lint
"""


NEXT = (
    "Next: read these files and commit them. The hook runs after pre-commit install (or prek install), the workflow "
    "where its file is pushed."
)


def hooks_text(source: str) -> str:
    """A configuration of pre-commit and prek with the hook."""
    return f"repos:\n{hook_entry(source)}"


def workflow_text(source: str) -> str:
    """A workflow for every push and pull request; what is new fails a pull request, all of it goes to code scanning."""
    owner = "/".join((source or _URL).removesuffix(".git").split("/")[-2:])
    return f"""\
name: portbind-lint

on:
  push:
    branches: [main]
  pull_request:

permissions: {{}}

jobs:
  listeners:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      security-events: write
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 2
          persist-credentials: false
      - uses: {owner}@v{__version__}
        with:
          diff: ${{{{ github.event_name == 'pull_request' }}}}
"""
