"""Asks Node what the expressions are worth.

python -m tests.evaluate.language           compares the evaluator with what was recorded, and shows what is wrong
python -m tests.evaluate.language --write   asks Node, and records it in values.tsv
"""

from __future__ import annotations

import sys

from tests.evaluate.language.expressions import VALUES, asked, evaluated, expressions, recorded


def main(arguments: list[str]) -> int:
    """The exit code is 1 where an answer is wrong."""
    if arguments == ["--write"]:
        texts = expressions()
        lines = (f"{text}\t{value}\n" for text, value in zip(texts, asked(texts), strict=True))
        VALUES.write_text("".join(lines), "utf-8")
        return 0
    pairs = recorded()
    answers = evaluated([text for text, _ in pairs])
    wrong = [(*pair, answer) for pair, answer in zip(pairs, answers, strict=True) if answer and pair[1] not in answer]
    for text, value, answer in wrong:
        sys.stdout.write(f"{text}\tis {value}, not {' or '.join(sorted(answer))}\n")
    unknown = sum(answer is None for answer in answers)
    sys.stdout.write(f"{len(pairs)} expressions, {unknown} unknown, {len(wrong)} wrong\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
