"""Know what the overview picture shows and where; refuse to know what an event says, or to print SVG.

The picture is laid out three times, for wide and for medium screens with time running across, and for narrow ones
with time running down; a style sheet shows one. How much is shown depends on how much fits. Where every event has
room for a mark of its own at its true place, it gets one. Else time is cut into equal bins: each event is a unit in
the stack of its bin, or, where the stacks would grow too high, the stacks become bars.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Literal, NamedTuple

from timeline.publish.arcs import Arcs, Spot, arcs_of
from timeline.publish.bands import Band, DrawnBand, draw_band, strips_of
from timeline.publish.frames import CHARACTER, LANES, ROW, TARGET, Across, Box, Down, Frame, Lane, Rows, Small, fit
from timeline.publish.shapes import shape_path
from timeline.publish.timescale import Scale, Tick, Wording, ticks_of

Fade = Literal["", "start", "end", "both"]

_RADIUS = 8.0  # px, of a mark
_THICKNESS = 10.0  # px, of the stretch of time that a mark can mean
_OPEN = 44  # px of a stretch that has no beginning or no end
_PITCHES = (TARGET, 16, 13, 11, 9, 8)  # px from unit to unit; the largest that fits
_MOST_UNITS = 500  # events; with more, bars say more than units
_ROWS = 5  # of marks in a lane
_NUMBER = 16  # px for the count at the end of a stack; where time runs down it is as wide as its digits
_GAP = 2  # px from a stack to the next where time runs down
_BESIDE_STACK, _DIGIT = 5, 7
_COUNTED = 10  # units; fewer are counted at a glance
_BESIDE = 15  # px from a mark to its title
_MOST_COLUMNS = 240  # in rows; with more, a page would be too large
_TITLED = 40  # events; with more, titles in the picture would be noise


class Mark(NamedTuple):
    """An event as the picture needs it."""

    number: int  # by which the caller knows it
    earliest: date | None
    latest: date | None
    soft: bool  # the day is known only roughly
    lasting: bool  # it went on all the time
    lane: Lane
    shape: str
    color: str


class Caption(NamedTuple):
    """What the picture says of an event."""

    title: str
    words: str  # its date, for readers
    href: str  # its page
    place: str  # its place in a list of events


class DrawnMark(NamedTuple):
    """A mark at its place: the middle of its shape, and the stretch of time that it can mean."""

    caption: Caption
    color: str
    soft: bool
    x: str
    y: str
    path: str
    bar: Box | None
    fade: Fade
    title: str  # what is written beside it
    before: bool  # on its left


class Run(NamedTuple):
    """The units of one color in a stack, as one path."""

    color: str
    soft: bool
    path: str


class Column(NamedTuple):
    """All events of one lane in one bin of time."""

    label: str  # the time of the bin, for readers
    size: int  # how many they are
    first: Caption
    hit: Box
    x: str  # the middle of its foot
    y: str
    runs: tuple[Run, ...]
    bars: tuple[tuple[Box, bool], ...]  # each with whether it is soft
    number: tuple[str, str] | None  # where the count is written


class DrawnLane(NamedTuple):
    """A lane with what stands in it."""

    lane: Lane
    grows: str
    label: tuple[str, ...]  # its lines
    label_at: tuple[str, str]
    origin: str  # where its own coordinates begin
    foot: Box  # the line that its marks stand on
    marks: tuple[DrawnMark, ...]
    columns: tuple[Column, ...]


class Picture(NamedTuple):
    """One layout of the picture."""

    name: str
    down: bool
    height: int
    lanes: tuple[DrawnLane, ...]
    bands: tuple[DrawnBand, ...]
    ticks: tuple[Tick, ...]
    axes: tuple[str, ...]  # where the names of years stand
    arcs: Arcs | None  # from acts to their answers
    single: bool  # every event has a mark of its own
    keyed: bool  # color and shape say the type of an event
    first: str  # the day at which its time begins, YYYY-MM-DD
    end: str  # the day after it


Captions = Callable[[int], Caption]


def draw(
    marks: Sequence[Mark], bands: Sequence[Band], labels: Mapping[Lane, str], captions: Captions, wording: Wording,
    answers: Sequence[tuple[int, int]] = (),
) -> tuple[Picture, ...]:  # fmt: skip
    """Lay the picture out for every frame; without an event there is none. `answers` are pairs of marks: act, answer."""
    frames = (Across("wide", 1000), Across("medium", 700), Down())
    return _draw_all(frames, marks, bands, {lane: labels.get(lane, "") for lane in LANES}, captions, wording, answers)


def draw_rows(
    marks: Sequence[Mark], bands: Sequence[Band], labels: Mapping[Lane, str], captions: Captions, wording: Wording
) -> tuple[Picture, ...]:
    """Lay the picture out with a row for each of many lanes, in the order of the labels."""
    most = _MOST_COLUMNS // max(len(labels), 1) if len(marks) > _MOST_UNITS else 0
    frames = (Rows("rows", 700, min(most, 700 // TARGET)), Rows("rows-narrow", 288, min(most, 288 // TARGET)))
    return _draw_all(frames, marks, bands, labels, captions, wording)


def draw_small(
    marks: Sequence[Mark], bands: Sequence[Band], captions: Captions, wording: Wording, span: Sequence[date] = ()
) -> tuple[Picture, ...]:
    """Lay out one lane, to stand beside a list of the same events; `span` is the time it shows at least."""
    frames = (Small("roomy", 640), Small("tight", 288))
    return _draw_all(frames, [mark._replace(lane="") for mark in marks], bands, {"": ""}, captions, wording, (), span)


def _draw_all(
    frames: Sequence[Frame], marks: Sequence[Mark], bands: Sequence[Band], labels: Mapping[Lane, str],
    captions: Captions, wording: Wording, answers: Sequence[tuple[int, int]] = (), span: Sequence[date] = (),
) -> tuple[Picture, ...]:  # fmt: skip
    lanes = {lane: chosen for lane in labels if (chosen := [m for m in marks if m.lane == lane])}
    days = [*span, *(day for mark in marks for day in (mark.earliest, mark.latest) if day)]
    if not marks:
        return ()
    return tuple(_draw(frame, Scale(days, frame.most_bins, wording), lanes, bands, labels, captions, answers) for frame in frames)


def _draw(
    frame: Frame, scale: Scale, lanes: Mapping[Lane, Sequence[Mark]], bands: Sequence[Band], labels: Mapping[Lane, str],
    captions: Captions, answers: Sequence[tuple[int, int]],
) -> Picture:  # fmt: skip
    strips = strips_of(bands, scale, frame.strips_allowed)
    frame.settle({lane: labels[lane] for lane in lanes}, len(strips), scale.bins)
    filled, single, keyed, spots = _fill(frame, scale, lanes, captions)
    drawn = tuple(
        DrawnLane(
            lane, frame.grows[lane], frame.names[lane], frame.labels[lane], frame.origin(lane), frame.foot(lane), *filled[lane]
        )
        for lane in lanes
    )
    return Picture(
        frame.name,
        frame.down,
        frame.height,
        drawn,
        tuple(draw_band(band, row, odd, frame, scale) for row, strip in enumerate(strips) for odd, band in enumerate(strip)),
        ticks_of(frame, scale),
        frame.axes,
        arcs_of(answers, spots, frame.top, frame.height) if keyed and isinstance(frame, Across) else None,
        single,
        keyed,
        scale.day(0).isoformat(),
        scale.day(scale.bins).isoformat(),
    )


_Filled = tuple[tuple[DrawnMark, ...], tuple[Column, ...]]
_Spots = dict[int, Spot]  # by the number of the mark


def _fill(
    frame: Frame, scale: Scale, lanes: Mapping[Lane, Sequence[Mark]], captions: Captions
) -> tuple[dict[Lane, _Filled], bool, bool, _Spots]:
    """Place the events, in the most telling way for which there is room.

    Beside them stand whether they are single marks, whether color and shape say their type, and where each one is.
    """
    few = sum(map(len, lanes.values())) <= _MOST_UNITS
    for room in frame.title_widths if few else ():
        packed = _pack_all(frame, scale, lanes, captions, room)
        if packed is not None:
            spots = {p.mark.number: _spot(frame, lane, p.center, _off(p)) for lane, places in packed.items() for p in places}
            return {lane: (tuple(_mark(p, frame, captions) for p in places), ()) for lane, places in packed.items()}, True, True, spots
    stacks = {lane: _stacks(chosen, scale) for lane, chosen in lanes.items()}
    drawer = _Drawer(frame, scale, captions, {lane: max(map(len, each.values())) for lane, each in stacks.items()}, few=few)
    if drawer.pitch == TARGET:
        units: dict[Lane, _Filled] = {lane: (tuple(drawer.units(lane, each)), ()) for lane, each in stacks.items()}
        return units, True, True, drawer.spots
    draw_one = drawer.stack if drawer.pitch else drawer.bars
    drawn: dict[Lane, _Filled] = {lane: ((), tuple(draw_one(lane, n, stack) for n, stack in each.items())) for lane, each in stacks.items()}
    return drawn, False, drawer.pitch > 0, drawer.spots


def _spot(frame: Frame, lane: Lane, at: float, off: float) -> Spot:
    """Say where a mark is, for the arcs."""
    return Spot(lane, *frame.spot(lane, at, off), up=frame.grows[lane] == "up")


# --- marks at their true places ---------------------------------------------------------------------


class _Placed(NamedTuple):
    """A mark with its place in fractions of time and the row it found room in."""

    mark: Mark
    center: float
    start: float
    end: float
    fade: Fade
    row: int
    title: str
    before: bool


def _pack_all(
    frame: Frame, scale: Scale, lanes: Mapping[Lane, Sequence[Mark]], captions: Captions, room: int
) -> dict[Lane, list[_Placed]] | None:
    """Give every mark of every lane its place, with a title of at most `room` px; none where they do not fit."""
    if room and sum(map(len, lanes.values())) > _TITLED:
        return None
    packed: dict[Lane, list[_Placed]] = {}
    for lane, marks in lanes.items():
        places = _pack(marks, frame, scale, captions, room)
        if places is None:
            return None
        packed[lane] = places
    depths = {lane: (max(placed.row for placed in places) + 1) * ROW for lane, places in packed.items()}
    if not frame.fits(depths):
        return None
    frame.place(depths)
    return packed


def _pack(marks: Sequence[Mark], frame: Frame, scale: Scale, captions: Captions, room: int) -> list[_Placed] | None:
    """Give every mark the lowest row in which it touches no other, or none where the rows do not suffice."""
    if len(marks) > _ROWS * (frame.length / TARGET + 1):
        return None  # however they lay, they would not fit
    ends = [float("-inf")] * _ROWS
    packed = []
    for placed in sorted((_spread(mark, frame, scale) for mark in marks), key=lambda p: (p.start, p.mark.number)):
        left = min(placed.start * frame.length, placed.center * frame.length - TARGET / 2)
        right = max(placed.end * frame.length, placed.center * frame.length + TARGET / 2)
        title, before = "", False
        if room:
            title = fit(captions(placed.mark.number).title, room)
            width = len(title) * CHARACTER + _BESIDE + 8
            middle = placed.center * frame.length
            before = middle + width > frame.length
            left, right = (min(left, middle - width), right) if before else (left, max(right, middle + width))
            if left < 0 and before:
                return None
        row = next((n for n, end in enumerate(ends) if end <= left), None)
        if row is None:
            return None
        ends[row] = right
        packed.append(placed._replace(row=row, title=title, before=before))
    return packed


def _spread(mark: Mark, frame: Frame, scale: Scale) -> _Placed:
    """Find the stretch of time that a mark can mean, and where on it its shape stands."""
    open_ = _OPEN / frame.length
    start = scale.at(mark.earliest) if mark.earliest else max(scale.at(mark.latest or date.max) - open_, 0)
    end = scale.at(mark.latest + timedelta(days=1)) if mark.latest and mark.latest < date.max else min(start + open_, 1)
    fade: Fade = "start" if mark.earliest is None else "end" if mark.latest is None else "both" if mark.soft and not mark.lasting else ""
    long = (end - start) * frame.length > TARGET
    center = end if fade == "start" else start if fade == "end" or (mark.lasting and long) else (start + end) / 2
    return _Placed(mark, center, start, end, fade, 0, "", False)


def _off(placed: _Placed) -> float:
    return placed.row * ROW + ROW / 2


def _mark(placed: _Placed, frame: Frame, captions: Captions) -> DrawnMark:
    mark = placed.mark
    off = _off(placed)
    x, y = frame.point(mark.lane, placed.center, off)
    wide = mark.earliest != mark.latest and (placed.end - placed.start) * frame.length > TARGET * 0.8
    bar = frame.box(mark.lane, placed.start, placed.end, off - _THICKNESS / 2, off + _THICKNESS / 2) if wide else None
    path = shape_path(mark.shape, _RADIUS)
    return DrawnMark(captions(mark.number), mark.color, mark.soft, x, y, path, bar, placed.fade, placed.title, placed.before)


# --- stacks and bars in bins --------------------------------------------------------------------------


def _stacks(marks: Sequence[Mark], scale: Scale) -> dict[int, list[Mark]]:
    stacks: dict[int, list[Mark]] = {}
    for mark in marks:
        stacks.setdefault(scale.bin_of(mark.earliest or mark.latest or date.min), []).append(mark)
    return dict(sorted(stacks.items()))


def _place(number: int, count: int, pitch: float, abreast: int) -> tuple[float, float]:
    """Give the place of a unit in its stack: px beside the middle, px from the foot."""
    row, beside = divmod(number, abreast)
    in_row = min(abreast, count - row * abreast)
    return (beside - (in_row - 1) / 2) * pitch, (row + 0.5) * pitch


class _Drawer:
    """Draws the stacks of bins, all to the same measure."""

    def __init__(self, frame: Frame, scale: Scale, captions: Captions, most: Mapping[Lane, int], *, few: bool) -> None:
        self._frame, self._scale, self._captions = frame, scale, captions
        self.pitch, self._abreast, self._each = 0, 1, 0.0
        self.spots: _Spots = {}
        for pitch in _PITCHES if few else ():
            abreast = int((frame.bin_length - (_GAP if frame.down else 0)) // pitch)
            depths = {lane: -(-count // abreast) * pitch + self._count_room(pitch, count) for lane, count in most.items()} if abreast else {}
            if depths and frame.fits(depths):
                self.pitch, self._abreast = pitch, abreast
                frame.place(depths)
                return
        self._each = self._fitting(most)
        frame.place(self._depths(most))

    def _fitting(self, most: Mapping[Lane, int]) -> float:
        """Give the most px that an event can have in a bar."""
        self._each = self._frame.reach / max(most.values())
        while not self._frame.fits(self._depths(most)) and self._each > 0.001:
            self._each *= 0.95
        return self._each

    def _depths(self, most: Mapping[Lane, int]) -> dict[Lane, float]:
        return {lane: self._each * count + self._count_room(0, count) for lane, count in most.items()}

    def _count_room(self, pitch: int, count: int) -> int:
        """Give the px for the count at the end of a stack, where there is one."""
        if pitch == TARGET or (pitch and count < _COUNTED):
            return 0
        return _BESIDE_STACK + _DIGIT * len(str(count)) if self._frame.down else _NUMBER

    def units(self, lane: Lane, stacks: Mapping[int, Sequence[Mark]]) -> Iterable[DrawnMark]:
        """Place every event as a mark of its own in the stack of its bin."""
        for n, stack in stacks.items():
            for index, mark in enumerate(stack):
                beside, off = _place(index, len(stack), TARGET, self._abreast)
                at = self._middle(n) + beside / self._frame.length
                x, y = self._frame.point(lane, at, off)
                self.spots[mark.number] = _spot(self._frame, lane, at, off)
                path = shape_path(mark.shape, _RADIUS)
                yield DrawnMark(self._captions(mark.number), mark.color, mark.soft, x, y, path, None, "", "", before=False)

    def stack(self, lane: Lane, n: int, stack: Sequence[Mark]) -> Column:
        """Draw the events of a bin as units, those of one color together."""
        outward = -1 if self._frame.grows[lane] in ("up", "left") else 1
        ordered = sorted(stack, key=lambda m: (m.color, m.soft, m.shape))
        paths: list[tuple[str, bool, str]] = []
        for index, mark in enumerate(ordered):
            beside, off = _place(index, len(ordered), self.pitch, self._abreast)
            x, y = (outward * off, beside) if self._frame.down else (beside, outward * off)
            self.spots[mark.number] = _spot(self._frame, lane, self._middle(n) + beside / self._frame.length, off)
            paths.append((mark.color, mark.soft, shape_path(mark.shape, self.pitch * 0.37, x, y)))
        runs = tuple(Run(color, soft, "".join(p for *_, p in each)) for (color, soft), each in groupby(paths, key=lambda p: p[:2]))
        reach = -(-len(stack) // self._abreast) * self.pitch
        return self._column(lane, n, stack, reach, runs=runs, bars=(), counted=len(stack) >= _COUNTED)

    def bars(self, lane: Lane, n: int, stack: Sequence[Mark]) -> Column:
        """Draw the events of a bin as a bar, with those of rough dates at its end."""
        start, end = self._scale.edge(n), self._scale.edge(n + 1)
        inset = (end - start) * 0.08
        firm = sum(not mark.soft for mark in stack) * self._each
        reach = max(len(stack) * self._each, 2)
        parts = ((0.0, firm, False), (firm, reach, True))
        bars = tuple((self._frame.box(lane, start + inset, end - inset, low, high), soft) for low, high, soft in parts if high > low)
        return self._column(lane, n, stack, reach, runs=(), bars=bars, counted=True)

    def _column(
        self, lane: Lane, n: int, stack: Sequence[Mark], reach: float,
        *, runs: tuple[Run, ...], bars: tuple[tuple[Box, bool], ...], counted: bool,
    ) -> Column:  # fmt: skip
        x, y = self._frame.point(lane, self._middle(n), 0)
        number = self._frame.point(lane, self._middle(n), reach + (5 if self._frame.down else 9)) if counted else None
        extent = max(reach + (18 if counted else 2), TARGET)
        hit = self._frame.box(lane, self._scale.edge(n), self._scale.edge(n + 1), 0, extent)
        return Column(self._scale.label(n), len(stack), self._captions(stack[0].number), hit, x, y, runs, bars, number)

    def _middle(self, n: int) -> float:
        return (self._scale.edge(n) + self._scale.edge(n + 1)) / 2
