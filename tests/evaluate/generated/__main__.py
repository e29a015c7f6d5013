"""Asks the tool about generated programs, the truth of which is known.

    python -m tests.evaluate.generated [--programs N] [--seed N] [--show N] [--only TEXT] [--node]

Prints the outcomes, the reasons and the constructs of what is unknown, and the first programs that are answered wrong.
`--only` takes the programs with a construct that holds the text. `--node` runs those in JavaScript too, with
listeners that only say which host they were given, and fails where the generator was wrong about its own program.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from tests.evaluate.generated import node
from tests.evaluate.generated.builder import Program
from tests.evaluate.generated.generate import programs
from tests.evaluate.generated.judge import Answer, expected, judged

_BAD = ("wrong", "missed", "more")


def main(arguments: list[str]) -> int:
    """The exit code is 1 where an answer is wrong, or the generator is."""
    options = _options(arguments)
    chosen = [
        program
        for program in programs(options.programs, options.seed)
        if any(options.only in construct for construct in program.constructs)
    ]
    if options.node:
        return _checked(chosen)
    answers = [(program, judged(program)) for program in chosen]
    shown = sorted(((p, a) for p, a in answers if a.outcome in options.kind.split(",")), key=_length)
    for program, answer in shown[: options.show]:
        _print(_shown(program, answer))
    return _report(answers)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluate.generated", description=__doc__.partition("\n")[0])
    parser.add_argument("--programs", type=int, default=10_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--show", type=int, default=3, metavar="N", help="programs to print")
    parser.add_argument("--kind", default=",".join(_BAD), help="the outcomes of which programs are printed")
    parser.add_argument("--only", default="", metavar="TEXT", help="only programs with a construct named so")
    parser.add_argument("--node", action="store_true", help="compare the generator with Node instead")
    return parser.parse_args(arguments)


def _length(pair: tuple[Program, Answer]) -> int:
    """Short programs show a fault best."""
    return sum(len(text) for text in pair[0].texts.values())


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _shown(program: Program, answer: Answer) -> str:
    files = "\n".join(f"--- {path}\n{text}" for path, text in program.texts.items())
    wanted = " ".join(expected(program))
    return f"{files}=== {answer.outcome}: {answer.text}, not {wanted}; {', '.join(program.constructs)}\n"


def _report(answers: list[tuple[Program, Answer]]) -> int:
    outcomes = Counter(answer.outcome for _, answer in answers)
    for reason, count in Counter(a.text for _, a in answers if a.outcome == "unknown").most_common():
        _print(f"unknown {count:6}  {reason}")
    for outcome in (*_BAD, "unknown"):
        _constructs(answers, outcome)
    share = outcomes["unknown"] / max(len(answers), 1)
    counts = ", ".join(f"{outcomes[name]} {name}" for name in ("right", "unknown", *_BAD))
    _print(f"{len(answers)} programs: {counts} ({share:.1%} unknown)")
    return int(any(outcomes[name] for name in _BAD))


def _constructs(answers: list[tuple[Program, Answer]], outcome: str) -> None:
    """The constructs that stand in programs with this outcome more often than elsewhere."""
    there = Counter(c for p, a in answers if a.outcome == outcome for c in set(p.constructs))
    everywhere = Counter(c for p, _ in answers for c in set(p.constructs))
    rows = sorted(((count / everywhere[name], count, name) for name, count in there.items()), reverse=True)
    for share, count, name in rows[:25]:
        if share > 0.2:
            _print(f"{outcome:8} {count:5} of {everywhere[name]:5}  {name}")


def _checked(chosen: list[Program]) -> int:
    run = [program for program in chosen if program.runs]
    different = [(p, found) for p, found in zip(run, node.hosts(run), strict=True) if found != [p.host]]
    for program, found in different[:5]:
        _print(_shown(program, Answer("node", str(found))))
    _print(f"{len(run)} programs run in Node: {len(different)} other than generated")
    return int(bool(different))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
