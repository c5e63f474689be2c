"""Render a library scene at its defaults and each variation, and tile nine frames of each into a PNG.

python bench/contact_sheet.py knowledge/scenes/NAME.py [FOLDER]
"""

import sys
from pathlib import Path

import av
from PIL import Image

from agent.sandbox import RenderOptions
from agent.sandbox.process import ProcessRenderer
from knowledge.scene import read_scene

WIDTH, HEIGHT, GAP = 480, 270, 4


def contact_sheet(video: Path) -> Image.Image:
    """Return nine frames of `video`, evenly spread, from left to right and top to bottom."""
    with av.open(str(video)) as reader:
        frames = [frame.to_image() for frame in reader.decode(video=0)]
    sheet = Image.new("RGB", (3 * WIDTH + 2 * GAP, 3 * HEIGHT + 2 * GAP), "#444")
    for n in range(9):
        frame = frames[round(n * (len(frames) - 1) / 8)].resize((WIDTH, HEIGHT))
        sheet.paste(frame, (n % 3 * (WIDTH + GAP), n // 3 * (HEIGHT + GAP)))
    return sheet


def main(path: Path, folder: Path) -> None:
    """Write one sheet for each setting of the scene at `path`."""
    scene = read_scene(path)
    folder.mkdir(parents=True, exist_ok=True)
    renderer = ProcessRenderer(folder / "scratch")
    for number, values in enumerate(({}, *scene.variations)):
        rendered = renderer.render(scene.filled(values), "DisplayScene", RenderOptions(), 180)
        if not rendered.ok:
            print(f"{scene.id}-{number}: {rendered.problems[0].message}")
            continue
        target = folder / f"{scene.id}-{number}.png"
        contact_sheet(rendered.video).save(target)
        print(
            f"{target}  {rendered.duration:.1f} s of video, drawn in {rendered.seconds['draw']:.1f} s  {dict(values)}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "data/sheets"))
