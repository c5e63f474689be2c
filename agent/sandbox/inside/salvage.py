"""Make a video of the plays that a failed render has finished, in a job in which no scene ran."""

from __future__ import annotations

import mmap
import os
from pathlib import Path
from typing import Any

import av

from agent.sandbox.inside.channel import Channel
from agent.sandbox.inside.job import Shard, Spec
from agent.sandbox.inside.output import Pictures, boxes, copy_to

MOVIE = Path("animation.mp4")


def work(spec: Spec, fds: dict[str, int], channel: Channel, shard: Shard) -> dict[str, Any]:
    """Write video, poster and thumbnails of the stream; return how many frames there are."""
    os.ftruncate(fds["stream"], _whole(fds["stream"]))
    frames = _remux(fds["stream"])
    pictures = _looked_at()
    copy_to(MOVIE, fds["video"])
    os.write(fds["poster"], pictures.poster())
    os.write(fds["thumbnails"], pictures.strip()[0])
    return {"frames": frames}


def _whole(stream: int) -> int:
    """Return where the last complete fragment ends: a job may have been killed while it wrote."""
    with mmap.mmap(stream, 0, prot=mmap.PROT_READ) as content:
        return max(end for _, end, kind in boxes(content) if kind == b"mdat" and end <= len(content))


def _remux(stream: int) -> int:
    """Write the fragments as one file, its index at the front, without encoding again; return its frames."""
    frames, delay = 0, None
    with (
        open(stream, "rb", closefd=False) as file,
        av.open(file) as reader,
        av.open(str(MOVIE), "w", options={"movflags": "+faststart"}) as writer,
    ):
        outgoing = writer.add_stream_from_template(reader.streams.video[0])
        for packet in reader.demux(video=0):
            if packet.pts is not None:
                delay = packet.pts if delay is None else delay  # the stream begins with it
                packet.pts, packet.dts, packet.stream = packet.pts - delay, None, outgoing
                writer.mux(packet)
                frames += 1
    return frames


def _looked_at() -> Pictures:
    """Look at the first frame of each play, which the one before has ended with, and at the last of all."""
    pictures = Pictures()
    with av.open(str(MOVIE)) as reader:
        (stream,) = reader.streams.video
        stream.codec_context.skip_frame = "NONKEY"
        for frame in reader.decode(stream):
            key = frame
            pictures.look(frame.to_ndarray(format="rgb24"), float(frame.time))
    with av.open(str(MOVIE)) as reader:
        reader.seek(key.pts, stream=reader.streams.video[0])
        for frame in reader.decode(video=0):
            last = frame
    pictures.look(last.to_ndarray(format="rgb24"), float(last.time))
    return pictures
