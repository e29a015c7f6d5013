"""Completion scripts, written from what the argument parsers declare."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

PROGRAM = "portbind-lint"
SHELLS = ("bash", "zsh", "fish")


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its spellings, its line in the help, what it may be, and whether it takes a value at all."""

    spellings: tuple[str, ...]
    text: str
    choices: tuple[str, ...]
    takes_value: bool


@dataclass(frozen=True, slots=True)
class Word:
    """One command: its options, and the words that may follow it (none: files)."""

    name: str
    summary: str
    options: tuple[Option, ...]
    choices: tuple[str, ...]

    @classmethod
    def of(cls, name: str, summary: str, parser: argparse.ArgumentParser) -> Word:
        """The command whose arguments `parser` declares."""
        choices: list[str] = []
        options = []
        for action in parser._actions:  # noqa: SLF001 - argparse has no other way to list them
            known = tuple(str(choice) for choice in action.choices or ())
            if action.option_strings:
                text = (action.help or "").replace("%%", "%")
                options.append(Option(tuple(action.option_strings), text, known, action.nargs != 0))
            else:
                choices += known
        return cls(name, summary, tuple(options), tuple(choices))


def script(shell: str, words: tuple[Word, ...]) -> str:
    """The completion of `shell`, one of `SHELLS`."""
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](words)


def _bash(words: tuple[Word, ...]) -> str:
    cases = [
        f"    {word.name}{spelled}) values={_quoted(' '.join(choices))} ;;"
        for word in words
        for spelled, choices in _values(word)
    ]
    commands = [f"    {word.name}) words={_quoted(' '.join(_all(word)))} ;;" for word in words]
    names = _quoted(" ".join(word.name for word in words))
    return f"""_portbind_lint() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} words values=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W {names} -- "$current"))
    return
  fi
  case ${{COMP_WORDS[1]}}$previous in
{chr(10).join(cases)}
  esac
  if [ -n "$values" ]; then
    COMPREPLY=($(compgen -W "$values" -- "$current"))
    return
  fi
  case ${{COMP_WORDS[1]}} in
{chr(10).join(commands)}
    *) words="" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o default -F _portbind_lint {PROGRAM}
"""


def _zsh(words: tuple[Word, ...]) -> str:
    commands = " ".join(_quoted(f"{word.name}:{_plain(word.summary)}") for word in words)
    cases = []
    for word in words:
        specs = [_quoted(spec) for option in word.options for spec in _zsh_option(option)]
        specs.append(_quoted(f"*:word:({' '.join(word.choices)})" if word.choices else "*:file:_files"))
        cases.append(f"    {word.name}) _arguments {' '.join(specs)} ;;")
    return f"""#compdef {PROGRAM}
_portbind_lint() {{
  if (( CURRENT == 2 )); then
    local -a commands=({commands})
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
{chr(10).join(cases)}
  esac
}}
compdef _portbind_lint {PROGRAM}
"""


def _zsh_option(option: Option) -> list[str]:
    text = _plain(option.text).replace("[", "(").replace("]", ")")
    value = ""
    if option.takes_value:
        value = f":value:({' '.join(option.choices)})" if option.choices else ":value:_files"
    return [f"{spelling}[{text}]{value}" for spelling in option.spellings]


def _fish(words: tuple[Word, ...]) -> str:
    first = f"complete -c {PROGRAM} -f -n __fish_use_subcommand"
    lines = [f"{first} -a {word.name} -d {_fished(word.summary)}" for word in words]
    for word in words:
        seen = f"complete -c {PROGRAM} -n '__fish_seen_subcommand_from {word.name}'"
        if word.choices:
            lines.append(f"{seen} -f -a {_fished(' '.join(word.choices))}")
        for option in word.options:
            spelled = " ".join(f"-l {s[2:]}" if s.startswith("--") else f"-s {s[1:]}" for s in option.spellings)
            values = f" -x -a {_fished(' '.join(option.choices))}" if option.choices else " -r" * option.takes_value
            lines.append(f"{seen} {spelled}{values} -d {_fished(option.text)}")
    return "\n".join(lines) + "\n"


def _values(word: Word) -> list[tuple[str, tuple[str, ...]]]:
    return [(spelling, option.choices) for option in word.options if option.choices for spelling in option.spellings]


def _all(word: Word) -> list[str]:
    return [*word.choices, *(spelling for option in word.options for spelling in option.spellings)]


def _plain(text: str) -> str:
    return " ".join(text.replace(":", " -").split())


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _fished(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
