"""GitHub's line hash by the streaming algorithm, unit by unit, as its authors wrote it down."""

from __future__ import annotations


def hashes_of(text: str) -> dict[int, str]:
    """The hash of every line of a text, by the number of the line."""
    window, lines, counts, found = [0] * 100, [0] * 100, {}, {}
    first = pow(37, 100, 1 << 64)
    state = {"hash": 0, "index": 0, "line": 0, "start": True, "cr": False}

    def output() -> None:
        value = f"{state['hash']:x}"
        counts[value] = counts.get(value, 0) + 1
        found[lines[state["index"]]] = f"{value}:{counts[value]}"
        lines[state["index"]] = 0

    def update(unit: int) -> None:
        index = state["index"]
        state["hash"] = (37 * state["hash"] + unit - first * window[index]) % (1 << 64)
        window[index] = unit
        state["index"] = (index + 1) % 100

    def process(unit: int) -> None:
        if unit in (32, 9) or (state["cr"] and unit == 10):
            state["cr"] = False
            return
        state["cr"] = unit == 13
        unit = 10 if unit == 13 else unit
        if lines[state["index"]]:
            output()
        if state["start"]:
            state["start"] = False
            state["line"] += 1
            lines[state["index"]] = state["line"]
        state["start"] = unit == 10
        update(unit)

    data = text.encode("utf-16-le", "surrogatepass")
    for at in range(0, len(data), 2):
        process(int.from_bytes(data[at : at + 2], "little"))
    process(65535)
    for _ in range(100):
        if lines[state["index"]]:
            output()
        update(0)
    return found
