"""Know the outline of each shape of mark, as SVG path data around a point."""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin

# Corners as (angle in degrees from the top, part of the radius); sizes are evened out by eye.
_POLYGONS: dict[str, tuple[tuple[float, float], ...]] = {
    "square": tuple((45 + 90 * n, 1.16) for n in range(4)),
    "diamond": tuple((90 * n, 1.22) for n in range(4)),
    "triangle": tuple((120 * n, 1.28) for n in range(3)),
    "triangle-down": tuple((180 + 120 * n, 1.28) for n in range(3)),
    "pentagon": tuple((72 * n, 1.12) for n in range(5)),
    "hexagon": tuple((30 + 60 * n, 1.1) for n in range(6)),
    "star": tuple((36 * n, 1.32 if n % 2 == 0 else 0.6) for n in range(10)),
}
_PLUS = ((-0.38, -1.1), (0.38, -1.1), (0.38, -0.38), (1.1, -0.38), (1.1, 0.38), (0.38, 0.38))
_PLUS_WHOLE = (*_PLUS, *((-x, -y) for x, y in _PLUS))


@lru_cache(maxsize=4096)
def shape_path(shape: str, radius: float, x: float = 0.0, y: float = 0.0) -> str:
    """Draw a shape around a point; one that is not known is a circle."""
    if shape in _POLYGONS:
        return _closed([_at(angle, part * radius, x, y) for angle, part in _POLYGONS[shape]])
    if shape == "bar":
        return _closed([(x + dx * radius, y + dy * radius) for dx, dy in ((-1.2, -0.6), (1.2, -0.6), (1.2, 0.6), (-1.2, 0.6))])
    if shape == "plus":
        return _closed([(x + dx * radius, y + dy * radius) for dx, dy in _PLUS_WHOLE])
    if shape == "cross":
        turn = cos(pi / 4)
        return _closed([(x + (dx - dy) * turn * radius, y + (dx + dy) * turn * radius) for dx, dy in _PLUS_WHOLE])
    if shape == "ring":
        return _circle(radius, x, y, clockwise=True) + _circle(radius * 0.48, x, y, clockwise=False)
    return _circle(radius, x, y, clockwise=True)


def _at(angle: float, radius: float, x: float, y: float) -> tuple[float, float]:
    return x + radius * sin(angle * pi / 180), y - radius * cos(angle * pi / 180)


def _closed(corners: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in corners) + "Z"


def _circle(radius: float, x: float, y: float, *, clockwise: bool) -> str:
    radius = round(radius, 1)  # first, so that two radii are exactly the diameter: else the arcs bulge
    arc = f"a{number(radius)} {number(radius)} 0 1 {int(clockwise)} "
    return f"M{number(x - radius)} {number(y)}{arc}{number(2 * radius)} 0{arc}{number(-2 * radius)} 0Z"


def number(value: float) -> str:
    """Write a number as short as a tenth of a pixel allows."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text
