"""The delivered video, encoded anew: smaller or untouched, and the same frames at the same times."""

import math
import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from agent.sandbox import RenderOptions
from knowledge.library import library
from service.storage.compressing import CRF, Compression, compress

WORST = 40.0
"""Decibels: below it a difference between two frames begins to be seen."""


def frames(video: Path):
    with av.open(str(video)) as container:
        return [(float(frame.time), frame.to_ndarray(format="rgb24")) for frame in container.decode(video=0)]


def psnr(one, other) -> float:
    error = np.mean((one.astype(float) - other) ** 2)
    return math.inf if error == 0 else 10 * math.log10(255**2 / error)


def facts(video: Path):
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        return (
            (stream.width, stream.height, stream.average_rate, stream.codec_context.pix_fmt),
            stream.duration * stream.time_base,
            [each.type for each in container.streams],
        )


def drawn(path: Path, count: int, picture, crf: str, rate: int = 10, audio: Path | None = None) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=rate, options={"crf": crf, "g": "1"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        sound = container.add_stream("aac", rate=44_100) if audio else None
        for number in range(count):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture(number), format="rgb24")))
        container.mux(stream.encode())
        if audio:
            with av.open(str(audio)) as source:
                for frame in source.decode(audio=0):
                    container.mux(sound.encode(frame))
            container.mux(sound.encode())
    return path


def moving(number):
    picture = np.zeros((180, 320, 3), np.uint8)
    picture[60:120, 10 + number * 5 : 70 + number * 5] = (200, 40, 90)
    return picture


def noise(number):
    return np.random.default_rng(number).integers(0, 255, (180, 320, 3), np.uint8)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bubble_sort", "binary_search"])
def test_a_rendered_scene_is_smaller_or_untouched(renderer, name):
    rendered = renderer.render(library()[name].code, "DisplayScene", RenderOptions(854, 480, 15), 120)
    assert rendered.ok, rendered
    before = rendered.video.read_bytes()
    was, seen = facts(rendered.video), frames(rendered.video)
    compression = compress(rendered.video)
    after = rendered.video.read_bytes()
    assert (compression.before, compression.after) == (len(before), len(after))
    assert compression.kept == (after != before)
    assert len(after) <= (0.95 if compression.kept else 1) * len(before)
    assert compression.kept  # plays are encoded one by one: there is always something to be gained
    assert facts(rendered.video) == was
    now = frames(rendered.video)
    assert [time for time, _ in now] == [time for time, _ in seen]
    assert min(psnr(one, other) for (_, one), (_, other) in zip(seen, now, strict=True)) > WORST
    assert after.index(b"moov") < after.index(b"mdat")


def test_one_that_is_wasteful_gets_smaller(tmp_path):
    video = drawn(tmp_path / "a.mp4", 40, moving, crf="5")
    was, seen = facts(video), frames(video)
    compression = compress(video)
    assert compression.kept
    assert compression == Compression(compression.before, video.stat().st_size, kept=True, crf=CRF)
    assert compression.after < 0.95 * compression.before
    assert facts(video) == was
    assert [time for time, _ in frames(video)] == [time for time, _ in seen]
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


@pytest.mark.parametrize(
    ("seconds", "picture", "crf"),
    [
        (60.0, noise, "40"),  # it would get larger
        (0.0, moving, "5"),  # it would take too long
    ],
)
def test_one_that_does_not_get_smaller_in_time_is_untouched(tmp_path, seconds, picture, crf):
    video = drawn(tmp_path / "a.mp4", 20, picture, crf)
    before = video.read_bytes()
    assert compress(video, seconds) == Compression(len(before), len(before), kept=False, crf=CRF)
    assert video.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_what_is_no_video_is_untouched(tmp_path):
    video = tmp_path / "a.mp4"
    video.write_bytes(b"no video" * 100)
    assert not compress(video).kept
    assert video.read_bytes() == b"no video" * 100


def test_one_that_is_cut_off_is_untouched(tmp_path):
    video = drawn(tmp_path / "a.mp4", 40, moving, crf="5")
    video.write_bytes(video.read_bytes()[:-3000])
    before = video.read_bytes()
    assert not compress(video).kept
    assert video.read_bytes() == before


def test_sound_is_copied(tmp_path):
    with wave.open(str(tmp_path / "a.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(44_100)
        tone = 8000 * np.sin(np.arange(4 * 44_100) * 2 * np.pi * 440 / 44_100)
        sound.writeframes(tone.astype("<i2").tobytes())
    video = drawn(tmp_path / "a.mp4", 40, moving, crf="5", audio=tmp_path / "a.wav")
    was, heard = facts(video), packets(video)
    assert compress(video).kept
    assert facts(video) == was
    assert packets(video) == heard
    assert len(heard) > 100


def packets(video: Path) -> list[tuple[Fraction, bytes]]:
    with av.open(str(video)) as container:
        return [
            (packet.pts * packet.time_base, bytes(packet))
            for packet in container.demux(audio=0)
            if packet.pts is not None
        ]
