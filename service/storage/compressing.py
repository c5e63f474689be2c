"""The delivered video, encoded anew where that makes it smaller and takes nothing away."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import av

CRF = 23
"""Of x264. On library videos the worst frame has a PSNR above 43 dB: nobody sees a difference."""
OPTIONS = {"crf": str(CRF), "preset": "medium"}
SECONDS = 60.0
"""Longest time it may take."""
SOON = 2.0
"""Seconds after which it is known how long it will take."""
WORTH = 0.95
COLOURS = ("color_range", "colorspace", "color_primaries", "color_trc")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Compression:
    """What became of a video: its sizes in bytes, and whether the new encoding took the place of the old one."""

    before: int
    after: int
    kept: bool
    crf: int

    def as_json(self) -> dict[str, Any]:
        """Return it as report cards have it."""
        return asdict(self)


class _NoGood(Exception):
    """The new encoding takes too long, or is not of the same frames."""


def compress(video: Path, seconds: float = SECONDS) -> Compression:
    """Encode a video anew, and keep that only where it is smaller and has the same frames."""
    before = video.stat().st_size
    smaller = video.with_name(f".{uuid.uuid4().hex}.mp4")
    try:
        _encode(video, smaller, _clock(seconds))
        after = smaller.stat().st_size
        if after > WORTH * before:
            return Compression(before, before, kept=False, crf=CRF)
        smaller.replace(video)
        return Compression(before, after, kept=True, crf=CRF)
    except (_NoGood, av.FFmpegError) as error:
        log.info("%s stays as it is: %s", video, error)
        return Compression(before, before, kept=False, crf=CRF)
    finally:
        smaller.unlink(missing_ok=True)


def _encode(video: Path, smaller: Path, check: Callable[[float], None]) -> None:
    """Write the same frames at the same times and the same sound; raise _NoGood."""
    with (
        av.open(str(video)) as source,
        av.open(str(smaller), "w", format="mp4", options={"movflags": "faststart"}) as target,
    ):
        if not source.streams.video:
            raise _NoGood("it has no picture")
        drawn = source.streams.video[0]
        encoder = target.add_stream("libx264", rate=drawn.average_rate, options=OPTIONS)
        encoder.width, encoder.height, encoder.pix_fmt = drawn.width, drawn.height, "yuv420p"
        encoder.codec_context.time_base = drawn.time_base  # else times are rounded to whole frames
        for name in COLOURS:
            setattr(encoder.codec_context, name, getattr(drawn.codec_context, name))
        copies = {each.index: target.add_stream_from_template(each) for each in source.streams.audio}
        frames = 0
        for packet in source.demux([drawn, *source.streams.audio]):
            if packet.stream.index in copies:
                _copy(packet, copies[packet.stream.index], target)
                continue
            for frame in packet.decode():
                frame.pict_type = 0  # the encoder chooses its key frames itself
                target.mux(encoder.encode(frame))
                frames += 1
            check(frames / (drawn.frames or frames or 1))
        target.mux(encoder.encode())
        length = (drawn.duration or 0) * drawn.time_base
    _compare(smaller, frames, length, check)


def _copy(packet: Any, stream: Any, target: Any) -> None:
    if packet.dts is not None:  # the last one of a stream is empty
        packet.stream = stream
        target.mux(packet)


def _compare(smaller: Path, frames: int, length: Any, check: Callable[[float], None]) -> None:
    """See that it can be read to its end and has as many frames and the same length; raise _NoGood."""
    with av.open(str(smaller)) as result:
        stream = result.streams.video[0]
        there = 0
        for _ in result.decode(stream):
            there += 1
            check(1.0)
        if there != frames or abs(stream.duration * stream.time_base - length) > 0.5 / stream.average_rate:
            raise _NoGood(f"{there} of {frames} frames came out of it")


def _clock(seconds: float) -> Callable[[float], None]:
    """Return what is told how much is done, and raises _NoGood once it cannot be in time."""
    started = time.monotonic()

    def check(done: float) -> None:
        spent = time.monotonic() - started
        if spent > seconds or (spent > SOON and spent > seconds * done):
            raise _NoGood(f"it would take longer than {seconds:g} seconds")

    return check
