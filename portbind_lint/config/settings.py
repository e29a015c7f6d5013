"""`.portbind.yml`, the project's settings, as a frozen `Config`.

exclude: [fixtures/]                # patterns as in .gitignore: neither read nor reported
include: [vendor/own-server/]       # read although vendored, built or minified files are left out by default
fail-on: high                       # high, medium or never
persona: regular                    # regular, or audit: also what could not be resolved
suppressions:
  - rule: undocumented-exposure
    path: tools/*.ts                # a pattern; the call or the line that writes the address lies there
    reason: reachable in the laboratory network only
    until: 2027-01-31               # optional: the last day on which it counts
baseline: .portbind-baseline.json   # findings that are known, as `portbind-lint baseline create` writes them
libraries:                          # packages of your own that listen, each as the catalogue's files describe one
  - name: "@corp/server"
    modules: ["@corp/server"]
    ...
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from portbind_lint.model.report import Suppression

FILE_NAME = ".portbind.yml"
FAIL_ON = ("high", "medium", "never")
PERSONAS = ("regular", "audit")

KEYS = ("exclude", "include", "fail-on", "persona", "baseline", "suppressions", "libraries")
NEEDED = ("rule", "path", "reason")
SUPPRESSION_KEYS = (*NEEDED, "until")


@dataclass(frozen=True, slots=True)
class ConfiguredSuppression:
    """One rule silenced where `pattern` matches; the suppression's location is that of the entry in the file.

    `until` is the last day on which it counts, None for ever.
    """

    pattern: str
    suppression: Suppression
    until: date | None = None


@dataclass(frozen=True, slots=True)
class DeclaredLibrary:
    """A library that a project describes: `document` is its YAML, `origin` the place in the file, `path:line`."""

    origin: str
    document: object


@dataclass(frozen=True, slots=True)
class Config:
    """What a project has settled. `path` is the file as the caller knows it, "" where there is none.

    `baseline` is the path of the baseline's file, relative to the root, "" where there is none.
    """

    path: str = ""
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    fail_on: str = "high"
    persona: str = "regular"
    baseline: str = ""
    suppressions: tuple[ConfiguredSuppression, ...] = ()
    libraries: tuple[DeclaredLibrary, ...] = ()
