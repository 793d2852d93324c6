"""The plots of a report, each as PNG and SVG: figures with their intervals, forms, speed against accuracy, calibration,
throughput by the length of the article.

`write` draws those that the report has something for. It needs matplotlib (``pip install 'quoteattr[bench]'``);
`without_matplotlib` says so where it isn't installed. What has no plot is nowhere faked: an axis has only what was
measured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from benchmarks.figures import FIGURES, Figure
from benchmarks.material import LeftOut
from benchmarks.results import GIVEN_SYSTEM, OWN_SYSTEM, Made, Report, Result, System

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

__all__ = ["without_matplotlib", "write"]

COLOURS = ("#1b5e9b", "#c2571a", "#2e7d4f", "#8a3d8f", "#8c6d1f", "#4a4a4a", "#b03050", "#3f7f8f")
MARKERS = "osD^vPXh"
"""Colours and markers go together, so that nothing is told by colour alone."""

STYLE = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.6,
    "axes.axisbelow": True,
    "legend.frameon": False,
    "figure.facecolor": "white",
    "svg.fonttype": "none",
    "svg.hashsalt": "quoteattr",
}
RESOLUTION = 144
MOST_PANELS = 4
SPEED_FIGURE = "quotations and source"


def without_matplotlib() -> LeftOut | None:
    """Return what is left out, and why, where matplotlib isn't installed."""
    if find_spec("matplotlib"):
        return None
    return LeftOut("plots", "matplotlib is not installed: pip install 'quoteattr[bench]'")


def write(report: Report, folder: Path) -> tuple[Path, ...]:
    """Draw the plots of a report into a folder and return their paths."""
    from matplotlib import rc_context

    with rc_context(cast(Any, STYLE)):  # its stubs want literal keys
        drawn = [(draw(report), folder / name) for name, draw in PLOTS.items()]
        return tuple(path for canvas, stem in drawn if canvas for path in _save(canvas, report.made, stem))


def _save(canvas: Canvas, made: Made, stem: Path) -> list[Path]:
    canvas.supxlabel(f"{made.date}, quoteattr {made.quoteattr}", x=1, ha="right", fontsize=6, color="#666666")
    paths = [stem.with_suffix(suffix) for suffix in (".png", ".svg")]
    for path in paths:
        canvas.savefig(path, dpi=RESOLUTION, metadata={"Date": None} if path.suffix == ".svg" else None)
    return paths


def _canvas(width: float, height: float, columns: int = 1) -> tuple[Canvas, list[Axes]]:
    from matplotlib.figure import Figure as Canvas

    canvas = Canvas(figsize=(width, height), layout="constrained")
    axes = canvas.subplots(1, columns, squeeze=False, sharex=True, sharey=True)
    return canvas, list(axes[0])


def _own(report: Report) -> list[tuple[Result, System]]:
    return [(result, system) for result in report.results if (system := result.system(OWN_SYSTEM))]


def _figures(report: Report) -> Canvas | None:
    """Draw every figure of quoteattr, with its interval, by corpus."""
    series = {result.material.name: {f.name: f for f in system.measured.figures} for result, system in _own(report)}
    rows = [name.name for name in FIGURES if any(name.name in figures for figures in series.values())]
    return _rows("quoteattr, percent with 95 % intervals", rows, series) if rows else None


def _forms(report: Report) -> Canvas | None:
    """Draw recall by form on the first corpus that has forms."""
    known = [(result, system.measured.forms) for result, system in _own(report) if system.measured.forms]
    if not known:
        return None
    result, forms = known[0]
    series = {
        "found": {f.label: f.content for f in forms if f.content},
        "with the right speaker": {f.label: f.speaker for f in forms if f.speaker},
    }
    labels = {f.label: f"{f.label} ({f.content.of})" for f in forms if f.content}
    title = f"Recall by form on {result.material.name} (number of statements), percent with 95 % intervals"
    return _rows(title, list(labels), series, list(labels.values()))


def _rows(
    title: str, rows: Sequence[str], series: Mapping[str, Mapping[str, Figure]], labels: Sequence[str] | None = None
) -> Canvas:
    """Draw a row for each name, in it a dot with its interval for each series."""
    canvas, (axes,) = _canvas(7.5, 1.2 + len(rows) * (0.12 + 0.13 * len(series)))
    step = 0.75 / len(series)
    for number, (label, figures) in enumerate(series.items()):
        offset = (number - (len(series) - 1) / 2) * step
        there = [(i + offset, figures[name]) for i, name in enumerate(rows) if name in figures]
        _dots(axes, [(f.value, y) for y, f in there], [f for _, f in there], number, label, along="x")
    axes.set_yticks(range(len(rows)), labels or rows)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(right=100.5)
    axes.grid(False, axis="y")
    for line in range(1, len(rows)):
        axes.axhline(line - 0.5, color="#e4e4e4", linewidth=0.6)
    axes.set_title(title, loc="left", fontsize=9)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.08 * 4 / max(4, len(rows) ** 0.5 * 2)), ncols=len(series))
    return canvas


def _dots(
    axes: Axes,
    points: Sequence[tuple[float, float]],
    figures: Sequence[Figure],
    number: int,
    label: str,
    along: Literal["x", "y"],
) -> None:
    """Draw points with the intervals of their figures along an axis."""
    xs, ys = ([point[i] for point in points] for i in (0, 1))
    errors = [[max(0.0, f.value - f.low) for f in figures], [max(0.0, f.high - f.value) for f in figures]]
    across, upward = (errors, None) if along == "x" else (None, errors)
    colour, marker = COLOURS[number % len(COLOURS)], MARKERS[number % len(MARKERS)]
    axes.errorbar(xs, ys, xerr=across, yerr=upward, fmt="none", ecolor=colour, elinewidth=1.1)
    axes.scatter(xs, ys, s=18, color=colour, marker=marker, label=label, zorder=3, clip_on=False)


def _count(axes: Axes) -> None:
    """Write words in plain numbers on an axis whose steps are multiples."""
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.xaxis.set_minor_formatter("")


def _speed(report: Report) -> Canvas | None:
    """Draw words a second against accuracy, a panel for each corpus."""
    points = {result.material.name: _points(result) for result, _ in _own(report)}
    shown = [(corpus, found) for corpus, found in points.items() if found][:MOST_PANELS]
    if not shown:
        return None
    canvas, panels = _canvas(1.5 + 3 * len(shown), 3.6, len(shown))
    names = list(dict.fromkeys(name for _, found in shown for name in found))
    for (corpus, found), axes in zip(shown, panels, strict=True):
        for name, (speed, figure) in found.items():
            _dots(axes, [(speed, figure.value)], [figure], names.index(name), name, along="y")
        _count(axes)
        axes.set_ylim(0, 100)
        axes.set_title(corpus, loc="left", fontsize=9)
        axes.set_xlabel("words a second, one article at a time")
    panels[0].set_ylabel(f"{SPEED_FIGURE}, F1")
    handles = {
        label: handle for axes in panels for handle, label in zip(*axes.get_legend_handles_labels(), strict=True)
    }
    canvas.legend(handles.values(), handles.keys(), loc="outside right center")
    return canvas


def _points(result: Result) -> dict[str, tuple[float, Figure]]:
    """Return speed and figure of every system that has both."""
    found = (
        (system.name, system.speed(result.material.words), system.measured.figure(SPEED_FIGURE))
        for system in result.systems
        if system.name != GIVEN_SYSTEM
    )
    return {name: (speed, figure) for name, speed, figure in found if speed and figure}


def _calibration(report: Report) -> Canvas | None:
    """Draw confidence against the share right, a panel for each corpus; dots grow with their quotes."""
    known = [(result.material.name, found) for result, system in _own(report) if (found := system.measured.calibration)]
    if not known:
        return None
    canvas, panels = _canvas(1.2 + 2.6 * len(known[:MOST_PANELS]), 4, len(known[:MOST_PANELS]))
    for (name, found), axes in zip(known, panels, strict=False):
        most = max(one.quotes for one in found.bins)
        axes.plot([0, 1], [0, 1], color="#999999", linewidth=0.8, linestyle="--")
        xs, ys = [one.confidence for one in found.bins], [one.accuracy for one in found.bins]
        axes.plot(xs, ys, color=COLOURS[0], linewidth=0.8)
        axes.scatter(
            xs, ys, s=[12 + 90 * one.quotes / most for one in found.bins], color=COLOURS[0], alpha=0.8, zorder=3
        )
        axes.set(xlim=(0, 1.02), ylim=(0, 1.02), xlabel="confidence")
        axes.set_box_aspect(1)
        axes.set_title(f"{name}\n{found.quotes:,} quotes, error {found.error:.3f}", loc="left", fontsize=9)
    panels[0].set_ylabel("share right (content and speaker)")
    return canvas


def _lengths(report: Report) -> Canvas | None:
    """Draw words a second by the length of the article."""
    if not (report.speed and report.speed.lengths):
        return None
    canvas, (axes,) = _canvas(5, 3.2)
    axes.plot(
        [length.words for length in report.speed.lengths],
        [length.words_per_second for length in report.speed.lengths],
        color=COLOURS[0],
        marker="o",
        markersize=4,
    )
    _count(axes)
    axes.set_xticks([length.words for length in report.speed.lengths])
    axes.set_ylim(bottom=0)
    run = report.speed.runs[0]
    axes.set(xlabel="words of the article", ylabel="words a second")
    axes.set_title(
        f"quoteattr, one article at a time, {run.threads} thread{'s' * (run.threads > 1)}", loc="left", fontsize=9
    )
    return canvas


PLOTS: Mapping[str, Callable[[Report], Canvas | None]] = {
    "figures": _figures,
    "forms": _forms,
    "speed-and-accuracy": _speed,
    "calibration": _calibration,
    "throughput": _lengths,
}
"""File name of each plot → how it is drawn; ``None`` where the report has nothing for it."""
