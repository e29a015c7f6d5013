"""A small chart with logarithmic scales, as SVG that is legible on light and on dark ground."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WIDTH, _HEIGHT = 640, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 110, 20, 50
_COLORS = ("#3b7dd8", "#d9822b", "#3a9d5d", "#b0568f")
_GREY = "#888888"


@dataclass(frozen=True, slots=True)
class Line:
    """A name and its points; nothing of it is zero or less."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Whole powers of ten from `low` to `high`, drawn from `start` to `end`."""

    low: int
    high: int
    start: float
    end: float

    def at(self, value: float) -> float:
        return self.start + (math.log10(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    def marks(self) -> Iterable[tuple[float, str]]:
        for power in range(self.low, self.high + 1):
            yield self.at(10.0**power), f"{10**power:,}" if power >= 0 else f"{10.0**power:g}"


def chart(label: str, lines: Sequence[Line]) -> str:
    """The SVG; raises `ValueError` where there is nothing to draw."""
    points = [point for line in lines for point in line.points]
    if not points:
        raise ValueError("no points to draw")
    across = _scale([x for x, _ in points], _LEFT, _WIDTH - _RIGHT)
    up = _scale([y for _, y in points], _HEIGHT - _BOTTOM, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}">',
        '<g font-family="sans-serif" font-size="12">',
        *_grid(across, up),
        _text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 10, label, "middle"),
    ]
    for line, color in zip(lines, _COLORS, strict=False):
        places = [(across.at(x), up.at(y)) for x, y in line.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>' for x, y in places]
        parts.append(_text(places[-1][0] + 8, places[-1][1] + 4, line.name, "start", color))
    return "\n".join((*parts, "</g>", "</svg>", ""))


def _scale(values: Sequence[float], start: float, end: float) -> _Scale:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return _Scale(low, max(high, low + 1), start, end)


def _grid(across: _Scale, up: _Scale) -> Iterable[str]:
    for x, name in across.marks():
        yield _rule(x, _TOP, x, _HEIGHT - _BOTTOM)
        yield _text(x, _HEIGHT - _BOTTOM + 16, name, "middle")
    for y, name in up.marks():
        yield _rule(_LEFT, y, _WIDTH - _RIGHT, y)
        yield _text(_LEFT - 6, y + 4, name, "end")


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{_GREY}" stroke-opacity="0.35"/>'


def _text(x: float, y: float, words: str, anchor: str, color: str = _GREY) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{color}">{words}</text>'
