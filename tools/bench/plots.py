"""Draws a plot as SVG text: both axes logarithmic, one line for each label."""

import math
from xml.sax.saxutils import escape

from measure import median

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 200, 50, 60
COLOURS = ("#c0392b", "#d68910", "#1f618d", "#148f77", "#6c3483")


def medians(plot, rounds):
    """Label to points (x, y), of what was measured."""
    found = {}
    for label, points in plot.lines.items():
        measured = []
        for x, figure, divisor in points:
            values = [figures[figure] / divisor for figures in rounds if figure in figures]
            if values:
                measured.append((x, median(values)))
        if measured:
            found[label] = measured
    return found


def draw(plot, lines):
    xs = [max(x, 1) for points in lines.values() for x, _ in points]
    ys = [y for points in lines.values() for _, y in points]
    x_axis, y_axis = Axis(xs, LEFT, WIDTH - RIGHT), Axis(ys, HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        text(LEFT, 24, plot.title, 'font-size="15"'),
        text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, plot.x_title, 'text-anchor="middle"'),
        text(16, TOP - 12, plot.y_title),
    ]
    for tick in x_axis.ticks():
        x = x_axis.at(tick)
        parts.append(rule(x, HEIGHT - BOTTOM, x, TOP))
        parts.append(text(x, HEIGHT - BOTTOM + 18, short(tick), 'text-anchor="middle"'))
    for tick in y_axis.ticks():
        y = y_axis.at(tick)
        parts.append(rule(LEFT, y, WIDTH - RIGHT, y))
        parts.append(text(LEFT - 8, y + 4, short(tick), 'text-anchor="end"'))
    ends = spread([y_axis.at(points[-1][1]) for points in lines.values()])
    for (label, points), colour, end in zip(lines.items(), COLOURS, ends):
        places = [(x_axis.at(max(x, 1)), y_axis.at(y)) for x, y in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for (x, y), (_, value) in zip(places, points):
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"><title>{short(value)}</title></circle>')
        parts.append(text(WIDTH - RIGHT + 10, end + 4, label, f'fill="{colour}"'))
    return "\n".join([*parts, "</svg>", ""])


class Axis:
    """A logarithmic scale that starts and ends at powers of ten."""

    def __init__(self, values, start, end):
        self.low = math.floor(math.log10(min(values)))
        self.high = max(math.ceil(math.log10(max(values))), self.low + 1)
        self.start, self.end = start, end

    def at(self, value):
        return self.start + (self.end - self.start) * (math.log10(value) - self.low) / (self.high - self.low)

    def ticks(self):
        return [10.0**power for power in range(self.low, self.high + 1)]


def spread(places, least=16):
    """Moves labels apart that would cover each other."""
    moved, previous = {}, None
    for index, place in sorted(enumerate(places), key=lambda pair: pair[1]):
        previous = place if previous is None else max(place, previous + least)
        moved[index] = previous
    return [moved[index] for index in range(len(places))]


def short(value):
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:.3g}{letter}"
    return f"{value:.3g}"


def text(x, y, words, more=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{escape(words)}</text>'


def rule(x1, y1, x2, y2):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#dddddd"/>'
