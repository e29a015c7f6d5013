"""The reporters there are: every file of this folder but this one is a format, imported when somebody asks for it.

A reporter holds `render(report, options) -> str`: a pure function, the same report gives the same text.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from portbind_lint import report as folder
from portbind_lint.model.errors import UserError
from portbind_lint.model.report import Report


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """How to print. Each reporter heeds what makes sense for its format.

    `color` allows terminal colours; `concise` is one line for each finding, and nothing without findings; `quiet`
    leaves out the summary; `category` names the analysis for code scanning when one repository uploads several.
    `link_base` is where links to lines of the repository lead: a URL, or a path from the report to the repository's
    root ("" where they are the same). `suppressed` adds what is silenced to results that leave it out.
    """

    color: bool = False
    concise: bool = False
    quiet: bool = False
    category: str = ""
    link_base: str = ""
    suppressed: bool = False


def formats() -> tuple[str, ...]:
    """The names of the formats, sorted."""
    found = pkgutil.iter_modules(folder.__path__)
    return tuple(sorted(module.name for module in found if not module.ispkg and module.name != "registry"))


def render(name: str, report: Report, options: RenderOptions) -> str:
    """The report in the format `name`; raises `UserError` for a format that does not exist."""
    if name not in formats():
        raise UserError(f"no format {name}; the formats are {', '.join(formats())}")
    renderer: Callable[[Report, RenderOptions], str] = import_module(f"{folder.__name__}.{name}").render
    return renderer(report, options)
