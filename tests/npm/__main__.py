"""Analyse well-known server packages and MCP servers from npm, and all that they depend on, each by itself.

    python -m tests.npm [few] [--check] [--jobs N] [--sites FILE] [--only TEXT]

takes the 100 packages of `sets/all`, or the few of `sets/few` that CI takes, installs them without running their
scripts, and analyses every file of them. It exits with 1 where the analysis of one broke, hung, or took too long, or
where something was not analysed without a reason. What was found is written to `results/SET.json`; `--check` compares
with it instead. `--sites` also writes every listener, one to a line. Needs npm with a registry.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.npm import results
from tests.npm.analyse import Analysed, analysed
from tests.npm.sets import ALL, FEW, PINNED, Package, installed

LIMIT = 5
"""Seconds of a processor that one package may take."""


def main(arguments: list[str]) -> int:
    """The exit code is 1 where something broke, took too long, or differs from what is committed."""
    options = _options(arguments)
    packages = tuple(package for package in installed(PINNED.install(options.set)) if options.only in package.key)
    begun = time.monotonic()
    found = _run(packages, options.jobs)
    # Beside others a processor is slower: what seems slow is measured again, alone.
    by_key = {package.key: package for package in packages}
    found = [analysed(by_key[one.key]) if one.seconds > LIMIT and not one.broken else one for one in found]
    took = time.monotonic() - begun
    if options.sites:
        Path(options.sites).write_text("".join(f"{one.as_json()}\n" for one in found), encoding="utf-8")
    summary = results.summary(options.set, found)
    sys.stdout.write(results.told(summary))
    slowest = sorted(found, key=lambda one: -one.seconds)[:5]
    sys.stdout.write(f"{took:.0f} s; slowest: {', '.join(f'{one.key} {one.seconds:.1f} s' for one in slowest)}\n")
    wrong = [*_wrong(found)]
    if options.check:
        wrong += results.differences(options.set, summary)
    elif not options.only:
        results.write(options.set, summary)
    for line in wrong:
        sys.stdout.write(f"FAILED: {line}\n")
    return 1 if wrong else 0


def _run(packages: Iterable[Package], jobs: int) -> list[Analysed]:
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        return list(_shown(pool.map(analysed, packages, chunksize=4)))


def _shown(found: Iterable[Analysed]) -> Iterator[Analysed]:
    """Tell what took long while it goes on."""
    for number, one in enumerate(found, 1):
        if one.seconds > LIMIT:
            sys.stderr.write(f"{number}: {one.key} {one.seconds:.1f} s\n")
        yield one


def _wrong(found: Iterable[Analysed]) -> Iterator[str]:
    for one in found:
        yield from (f"{one.key}: {what}" for what in one.broken)
        if one.seconds > LIMIT:
            yield f"{one.key}: {one.seconds:.1f} s"


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.npm", description=__doc__.partition("\n")[0])
    parser.add_argument("set", nargs="?", choices=(ALL, FEW), default=ALL, help="which packages (default: all)")
    parser.add_argument("--check", action="store_true", help="compare with the committed results, write nothing")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="packages at a time")
    parser.add_argument("--sites", metavar="FILE", help="also write what each package got, as JSON lines")
    parser.add_argument("--only", default="", metavar="TEXT", help="only packages whose name@version holds the text")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
