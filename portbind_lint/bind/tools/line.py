"""A shell line as the programs that it runs. No shell is asked; what cannot be read runs nothing."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from functools import lru_cache

from portbind_lint.model.regex import regex

_PUNCTUATION = ";&|()<>\n"
_ASSIGNMENT = regex(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
# Nobody writes longer ones by hand; what is longer was generated, and is not worth the time.
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Run:
    """One program with its arguments, the program first. `environment` is what is set for it, the latest last."""

    environment: tuple[tuple[str, str], ...]
    words: tuple[str, ...]


@lru_cache(maxsize=2048)
def runs(text: str) -> tuple[Run, ...]:
    """The programs of a line, wherever `&&`, `||`, `|`, `;`, `&`, brackets and redirections part them."""
    found: list[Run] = []
    exported: tuple[tuple[str, str], ...] = ()
    for words in _parts(text):
        run = assigned(Run(exported, words))
        if run.words[:1] in (("export",), ("set",)):
            exported = assigned(Run(exported, run.words[1:])).environment
        elif run.words:
            found.append(run)
    return tuple(found)


def assigned(run: Run) -> Run:
    """The same with the assignments in front of the program taken into its environment: `HOST=0.0.0.0 node a.js`."""
    environment = list(run.environment)
    count = 0
    for word in run.words:
        assignment = _ASSIGNMENT.fullmatch(word)
        if assignment is None:
            break
        environment.append((assignment[1], assignment[2].strip()))
        count += 1
    return Run(tuple(environment), run.words[count:]) if count else run


def _parts(text: str) -> list[tuple[str, ...]]:
    """The words between separators; nothing where quotes do not close."""
    if len(text) > _LONGEST:
        return []
    lexer = shlex.shlex(text.replace("\\\n", " "), posix=True, punctuation_chars=_PUNCTUATION)
    lexer.whitespace_split = True
    lexer.whitespace = " \t\r"
    lexer.commenters = ""
    parts: list[list[str]] = [[]]
    try:
        for word in lexer:
            if word and not word.strip(_PUNCTUATION):
                parts.append([])
            else:
                parts[-1].append(word)
    except ValueError:
        return []
    return [tuple(part) for part in parts if part]
