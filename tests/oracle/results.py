"""The committed results: one row a case, kept in `results.json` so that a run goes on where the last one stopped."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results.json"


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one case. `status` is an outcome's, or `not run` with the reason in `detail`."""

    entry: str
    example: str
    on: str
    status: str
    said: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    detail: str = ""
    runtime: str = ""
    date: str = ""
    digest: str = ""

    @property
    def key(self) -> str:
        """What identifies the case."""
        return f"{self.entry} / {self.example} / {self.on}"


def read(path: Path = RESULTS) -> dict[str, Row]:
    """The rows by key."""
    if not path.exists():
        return {}
    rows = [
        Row(**{**item, "said": tuple(item["said"]), "seen": tuple(item["seen"])})
        for item in json.loads(path.read_text(encoding="utf-8"))
    ]
    return {row.key: row for row in rows}


def write(rows: dict[str, Row], path: Path = RESULTS) -> None:
    """Writes the rows, sorted, one a line; an interrupted run leaves the file whole."""
    lines = [json.dumps(asdict(rows[key]), ensure_ascii=False) for key in sorted(rows)]
    unfinished = path.with_suffix(".new")
    unfinished.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
    unfinished.replace(path)
