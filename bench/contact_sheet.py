"""Render a library scene at its defaults and each variation, and tile nine frames of each into a PNG.

python bench/contact_sheet.py knowledge/scenes/NAME.py [FOLDER]
"""

import json
import subprocess
import sys
from pathlib import Path

import av
from PIL import Image

from agent.sandbox import RenderOptions
from agent.sandbox.client import SandboxRenderer
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


def of_scene(path: Path, folder: Path) -> None:
    """Write one sheet for each setting of the scene at `path`."""
    scene = read_scene(path)
    renderer = SandboxRenderer(folder, folder / "scratch", idle_seconds=20)
    for number, values in enumerate(({}, *scene.variations)):
        rendered = renderer.render(scene.filled(values), "DisplayScene", RenderOptions(), 180)
        if not rendered.ok:
            print(f"{scene.id}-{number}: {rendered.problems[0].message}")
            continue
        target = folder / f"{scene.id}-{number}.png"
        contact_sheet(rendered.video).save(target)
        print(
            f"{target}  {rendered.duration:.1f} s of video, drawn in {sum(rendered.seconds.values()):.1f} s  {dict(values)}"
        )


def of_prompts(prompts: list[str], folder: Path) -> None:
    """Run `rotator generate` for each prompt; write a sheet of each video, and say what came of each."""
    made = 0
    for number, prompt in enumerate(prompts, 1):
        out = folder / f"{number:02}"
        command = [
            str(Path(sys.executable).with_name("rotator")),
            "generate",
            "--json",
            "--out",
            str(out),
            "--",
            prompt,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        answer = json.loads(done.stdout)
        if answer["status"] == "completed":
            made += 1
            contact_sheet(Path(answer["video"])).save(folder / f"{number:02}.png")
        said = answer["error"] or json.loads(Path(answer["report"]).read_text())["attempts"][-1]["answer"]
        print(f"{number:02} {answer['status']:9} {prompt[:90]!r}\n   {said}", flush=True)
    print(f"{made} of {len(prompts)} prompts have a video")


def main(path: Path, folder: Path) -> None:
    """Write the sheets for a scene or a file of prompts."""
    folder.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".py":
        of_scene(path, folder)
    else:
        of_prompts([line.strip() for line in path.read_text().splitlines() if line.strip()], folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "data/sheets"))
