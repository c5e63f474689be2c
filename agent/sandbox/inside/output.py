"""What leaves a job: the video, the stream of finished plays, the poster and thumbnails, the plays to keep."""

from __future__ import annotations

import hashlib
import io
import json
import mmap
import os
import shutil
import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

from agent.sandbox.inside.channel import Channel
from agent.sandbox.inside.job import Shard, Spec

CHUNKS = Path("media/chunks")
DIGESTS = Path("media/digests")
THUMBNAIL_WIDTH, MOST_THUMBNAILS = 160, 24
CONCAT = {"safe": "0"}


class Output:
    """Takes the finished plays in their order: streams them, packs them for the next version, joins them."""

    def __init__(self, spec: Spec, fds: dict[str, int], channel: Channel, shard: Shard) -> None:
        self.spec = spec
        self.fds = fds
        self.channel = channel
        self.shard = shard
        self.sharded = spec.get("shards", 1) > 1
        self.writer: Any = None
        self.digests: dict[str, str] = {}
        self._lock = threading.Lock()
        self._finished: set[str] = set()
        self._plays: list[tuple[str | None, list[str], bool, int]] = []
        self._next = 0
        self._streamed = 0
        self._chunk = 0

    def segment_finished(self, path: str) -> None:
        """Take note that a file is complete; called in the thread that encoded it."""
        with self._lock:
            self._finished.add(path)
            self._advance()

    def play_ended(self, index: int, renderer: Any, cached: bool, frames: int) -> None:
        """Take note of a play whose frames have all been drawn, if not encoded."""
        path = renderer.file_writer.partial_movie_files[index]
        name = renderer.animations_hashes[index]
        if self.sharded and not cached:
            files = [str(chunk_file(number)) for number in range(self._chunk, renderer.chunk)]
        else:
            files = [path] if path else []
        self._chunk = renderer.chunk
        with self._lock:
            if cached:
                self._finished.update(files)
            self._plays.append((name, files, cached, frames))
            self._advance()

    def _advance(self) -> None:
        while self._next < len(self._plays) and self.shard.number == 0:
            name, files, cached, frames = self._plays[self._next]
            if not all(path in self._finished or (self.sharded and Path(path).exists()) for path in files):
                return
            if files:
                self._hand_out(name, files, cached, frames)
            self._next += 1

    def _hand_out(self, name: str | None, files: list[str], cached: bool, frames: int) -> None:
        rate = Fraction(self.spec["fps"])
        os.write(self.fds["stream"], fragments(files, self._streamed, self._next, rate))
        self._streamed += frames
        told = {"play": self._next, "frames": frames, "cached": cached, "name": name}
        if self.spec["caching"] and name and not cached:
            content = Path(files[0]).read_bytes() if len(files) == 1 else joined(files)
            os.write(self.fds["pack"], content)
            told["bytes"] = len(content)
        self.channel.tell(told)

    def drain(self) -> None:
        """Let the plays that are finished leave after a failure, and discard the one that is not."""
        if self.writer is not None:
            self.writer.abort_encode_jobs()
            with self._lock:
                self._advance()

    def deliver(self, scene: Any, pictures: Pictures) -> dict[str, Any]:
        """Write the whole video and its pictures to where they were asked for."""
        for pid in self.shard.others:
            if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]):
                raise ShardLost("a process that shared the drawing has ended early")
        with self._lock:
            self._advance()
        if self._next < len(self._plays):
            raise ShardLost("a part of the drawing is missing")
        writer = scene.renderer.file_writer
        movie = Path("animation.mp4")
        if writer.includes_sound:
            join([str(writer.movie_file_path)], movie)
        else:
            join([path for _, files, _, _ in self._plays for path in files], movie)
        copy_to(movie, self.fds["video"])
        os.write(self.fds["poster"], pictures.poster())
        strip, moments = pictures.strip()
        os.write(self.fds["thumbnails"], strip)
        for kind in self.spec["also"]:
            other = Path(f"animation.{kind}")
            {"gif": to_gif, "webm": to_webm}[kind](movie, other, self.spec["fps"])
            copy_to(other, self.fds[kind])
        result: dict[str, Any] = {"thumbnails": moments}
        if self.spec["digest"]:
            result["digest"] = self._digest()
        return result

    def hand_out_stills(self, pictures: list[bytes]) -> list[int]:
        """Write pictures one after the other, and return their lengths."""
        for picture in pictures:
            os.write(self.fds["stills"], picture)
        return [len(picture) for picture in pictures]

    def drawn(self, play: int, chunk: int, pixels: Any, repeat: int) -> None:
        """Take the fingerprint of a frame, where it is asked for."""
        if self.spec["digest"]:
            key = f"{play:06}-{chunk:06}"
            print_of = hashlib.sha256(pixels).hexdigest()
            self.digests[key] = self.digests.get(key, "") + print_of * repeat

    def end_shard(self) -> None:
        """Leave the fingerprints of our share to the first process."""
        DIGESTS.mkdir(parents=True, exist_ok=True)
        (DIGESTS / f"{self.shard.number}.json").write_text(json.dumps(self.digests))

    def _digest(self) -> str:
        prints = dict(self.digests)
        for path in DIGESTS.glob("*.json"):
            prints |= json.loads(path.read_text())
        return hashlib.sha256("".join(prints[key] for key in sorted(prints)).encode()).hexdigest()


class ShardLost(Exception):
    """A process that shared the drawing is gone; drawing alone may still work."""


def chunk_file(number: int) -> Path:
    """Return where a shard puts a chunk that is complete."""
    return CHUNKS / f"{number:06}.mp4"


def writer_class(output: Output) -> type:
    """Return the file writer that tells `output` of what it has written."""
    from manim.scene.scene_file_writer import SceneFileWriter
    from manim.scene.video_segment_encoder import VideoSegmentEncoder

    class Encoder(VideoSegmentEncoder):
        def finish(self) -> None:
            super().finish()
            if output.sharded:
                self.target.rename(self.target.with_suffix(""))  # complete, for all to see
            output.segment_finished(str(self.target))

    class Writer(SceneFileWriter):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            output.writer = self
            self.chunk = 0
            self.open_chunk: int | None = None

        def _create_segment_encoder(self, target: Path) -> Any:
            return Encoder(target=target, spec=self.video_encoder)  # type: ignore[arg-type]

        def write_frame(self, pixels: Any, *, repeat: int = 1) -> None:
            output.drawn(len(self.partial_movie_files), self.chunk, pixels, repeat)
            if output.sharded and self.chunk != self.open_chunk:
                self._close_chunk()
                target = f"{chunk_file(self.chunk)}.part"
                self.open_partial_movie_stream(animation_index=-1, file_path=target)
                self.open_chunk = self.chunk
            super().write_frame(pixels, repeat=repeat)

        def begin_animation(self, allow_write: bool = False, **options: Any) -> None:
            if not output.sharded:
                super().begin_animation(allow_write, **options)

        def end_animation(self, allow_write: bool = False) -> None:
            if output.sharded:
                self._close_chunk()
            else:
                super().end_animation(allow_write)

        def _close_chunk(self) -> None:
            if self.open_chunk is not None:
                self.close_partial_movie_stream()
                self.open_chunk = None

        def finish(self) -> None:
            self.join_all_encode_jobs()
            if self.includes_sound:
                super().finish()

    return Writer


class Pictures:
    """Keeps the poster and the thumbnails from the frames as they pass."""

    def __init__(self) -> None:
        self._busiest = -1.0
        self._poster: Any = None
        self._small: list[tuple[float, Image.Image]] = []
        self._every = 1
        self._seen = 0

    def look(self, frame: Any, moment: float) -> None:
        """Look at the last frame of a play: the fullest becomes the poster, of the equally full the latest."""
        pixels = frame[..., :3]
        busy = float(pixels[::4, ::4].std())
        if busy >= 0.98 * self._busiest:
            self._busiest, self._poster = max(busy, self._busiest), pixels.copy()
        if self._seen % self._every == 0:
            small = Image.fromarray(np.ascontiguousarray(pixels))
            small.thumbnail((THUMBNAIL_WIDTH, THUMBNAIL_WIDTH), Image.Resampling.BILINEAR)
            self._small.append((round(moment, 3), small))
        self._seen += 1
        if len(self._small) >= 2 * MOST_THUMBNAILS:
            self._small, self._every = self._small[::2], self._every * 2

    def poster(self) -> bytes:
        """Return the poster as PNG."""
        return _encoded(Image.fromarray(self._poster), "PNG", compress_level=4)

    def strip(self) -> tuple[bytes, list[float]]:
        """Return the thumbnails side by side as JPEG, and their moments in seconds."""
        chosen = self._small[:: 1 + (len(self._small) - 1) // MOST_THUMBNAILS]
        width, height = chosen[0][1].size
        strip = Image.new("RGB", (width * len(chosen), height))
        for n, (_, small) in enumerate(chosen):
            strip.paste(small, (n * width, 0))
        return _encoded(strip, "JPEG", quality=80), [moment for moment, _ in chosen]


def _encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def copy_to(source: Path, fd: int) -> None:
    """Write a file's content into another that is open."""
    with source.open("rb") as reader, open(fd, "wb", closefd=False) as writer:
        shutil.copyfileobj(reader, writer, 1 << 20)


def _manifest(files: list[str]) -> io.BytesIO:
    return io.BytesIO("".join(f"file 'file:{Path(path).absolute()}'\n" for path in files).encode())


def join(files: list[str], target: Path) -> None:
    """Join files of the same encoding without encoding again, the index at the front."""
    with av.open(str(target), "w", options={"movflags": "+faststart"}) as writer:
        _copy_packets(files, writer)


def _copy_packets(files: list[str], writer: Any) -> dict[int, Any]:
    """Write what is in the files, one after the other, as it is; return the streams that it became."""
    with av.open(_manifest(files), format="concat", options=CONCAT) as reader:
        streams = {each.index: writer.add_stream_from_template(each) for each in reader.streams}
        for packet in reader.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                if len(files) > 1:
                    packet.dts = None  # of files in a row they overlap; the muxer finds better ones
                writer.mux(packet)
    return streams


def joined(files: list[str]) -> bytes:
    """Return the files joined, as a file's content."""
    target = Path("media/joined.mp4")
    join(files, target)
    return target.read_bytes()


def fragments(files: list[str], start: int, index: int, rate: Fraction) -> bytes:
    """Return a play as fragmented MP4 that goes on where the one before ended, at frame `start`."""
    target = io.BytesIO()
    flags = "+frag_keyframe+empty_moov+default_base_moof+negative_cts_offsets"
    options = {"movflags": flags, "fragment_index": str(index * 1000 + 1), "use_editlist": "0"}
    with av.open(target, "w", format="mp4", options=options) as writer:
        (outgoing,) = _copy_packets(files, writer).values()
        ticks = int(start / rate / outgoing.time_base)
    kinds = (b"moof", b"mdat") if index else (b"ftyp", b"moov", b"moof", b"mdat")
    content = target.getvalue()
    return _later(b"".join(content[at:end] for at, end, kind in boxes(content) if kind in kinds), ticks)


def _later(content: bytes, ticks: int) -> bytes:
    """Add to the decode time of each fragment: the muxer has every file begin at nought."""
    moved = bytearray(content)
    for at, _, kind in boxes(content):
        if kind == b"moof":
            value = content.index(b"tfdt", at) + 8  # past its name, version (1) and flags
            time = int.from_bytes(content[value : value + 8], "big") + ticks
            moved[value : value + 8] = time.to_bytes(8, "big")
    return bytes(moved)


def boxes(content: bytes | mmap.mmap) -> Iterator[tuple[int, int, bytes]]:
    """Yield where each box of an MP4 begins and ends, and its kind."""
    at = 0
    while at < len(content):
        end = at + int.from_bytes(content[at : at + 4], "big")
        yield at, end, content[at + 4 : at + 8]
        at = end


def to_gif(source: Path, target: Path, fps: int) -> None:
    """Write the video as a GIF with a palette of its own, at most 25 frames a second."""
    graph = av.filter.Graph()
    with av.open(str(source)) as reader, av.open(str(target), "w") as writer:
        (incoming,) = reader.streams.video
        outgoing = writer.add_stream("gif", rate=min(fps, 25))
        outgoing.width, outgoing.height, outgoing.pix_fmt = incoming.width, incoming.height, "rgb8"
        nodes = [
            graph.add_buffer(template=incoming),
            graph.add("fps", str(min(fps, 25))),
            graph.add("split"),
            graph.add("palettegen", "stats_mode=diff"),
            graph.add("paletteuse", "dither=bayer:bayer_scale=5:diff_mode=rectangle"),
            graph.add("buffersink"),
        ]
        buffer, rate, split, palette, use, sink = nodes
        buffer.link_to(rate)
        rate.link_to(split)
        split.link_to(palette, 0, 0)
        split.link_to(use, 1, 0)
        palette.link_to(use, 0, 1)
        use.link_to(sink)
        graph.configure()
        for frame in reader.decode(incoming):
            graph.push(frame)
        graph.push(None)
        for number, frame in enumerate(_pulled(graph)):
            frame.pts, frame.time_base = number, Fraction(1, min(fps, 25))
            writer.mux(outgoing.encode(frame))
        writer.mux(outgoing.encode())


def _pulled(graph: Any) -> Any:
    while True:
        try:
            yield graph.pull()
        except (av.error.EOFError, av.error.BlockingIOError):
            return


def to_webm(source: Path, target: Path, fps: int) -> None:
    """Write the video as WebM (VP9)."""
    with av.open(str(source)) as reader, av.open(str(target), "w") as writer:
        (incoming,) = reader.streams.video
        options = {"crf": "32", "b": "0", "deadline": "realtime", "cpu-used": "6"}
        outgoing = writer.add_stream("libvpx-vp9", rate=fps, options=options)
        outgoing.width, outgoing.height, outgoing.pix_fmt = incoming.width, incoming.height, "yuv420p"
        for number, frame in enumerate(reader.decode(incoming)):
            frame.pts, frame.time_base = number, Fraction(1, fps)
            writer.mux(outgoing.encode(frame))
        writer.mux(outgoing.encode())
