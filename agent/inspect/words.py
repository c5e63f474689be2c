"""What findings say, and what would help, in Manim's terms."""

from __future__ import annotations

from typing import Any

from agent.inspect.view import said


def called(mobject: Any, name: str) -> str:
    """Return how an object is spoken of."""
    kind, text = type(mobject).__name__, said(mobject)
    spoken = f'{kind} "{text}"' if text else kind
    return f"{name} ({spoken})" if name else f"the {spoken}"


def message(kind: str, objects: list[str], measure: float, values: dict[str, Any]) -> str:
    """Return what a finding says of the objects, as they are called."""
    one, other = (*objects, "", "")[:2]
    match kind:
        case "off-frame" if values.get("wholly"):
            return f"{one} lies beyond the frame all the time"
        case "off-frame":
            return f"{one} sticks out of the frame by {measure:.2f} units"
        case "text-overlap":
            return f"{one} and {other} are written over each other"
        case "text-crossed":
            hidden = f"{100 * measure:.0f} %"
            return {
                "covered": f"{one} is covered by {other} to {hidden}",
                "half on": f"{one} lies half on {other} and half beside it",
                "crossed": f"{one} is crossed by {other}",
            }[values["how"]]
        case "label-far":
            return f"{one} was placed next to {other}, but is {measure:.1f} units away from it"
        case "too-small":
            return f"{one} is too small to read: its letters are {measure:.1f} pixels high"
        case "low-contrast":
            return f"{one} can hardly be told from what is behind it: contrast {measure:.1f} to 1"
        case "never-shown":
            return f"{one} is never to be seen{values.get('why', '')}"
        case "not-in-scene":
            return f"{values['animation']} is played on {one}, which is not in the scene: it flashes up"
        case "sets-nothing":
            return f"{values['what']} of {one} sets nothing: Manim has no such setter, and takes any"
        case "keyword-ignored":
            return f"{values['on']} ignores {values['what']}="
        case "empty-picture":
            return f"nothing is to be seen for {measure:.1f} s"
        case "nothing-moves":
            return f"nothing moves for {measure:.1f} s"
        case "ends-abruptly":
            return "the video ends with the last movement: nobody sees the result standing"
    return kind


def suggestion(kind: str, names: list[str], values: dict[str, Any]) -> str:
    """Return what would help."""
    one, other = (*[name or "it" for name in names], "it", "the other")[:2]
    match kind:
        case "off-frame":
            return f"{one}.scale_to_fit_width({values['width']:.1f}) if it is too wide, or {one}.to_edge(…), {one}.shift(…) back inside"
        case "text-overlap":
            return f"{other}.next_to({one}, DOWN, buff=0.3), or FadeOut({one}) before {other} is written"
        case "text-crossed":
            return f"{one}.next_to({other}, UP, buff=0.2), or {one}.add_background_rectangle() where it must lie there"
        case "label-far":
            return (
                f"{one}.add_updater(lambda m: m.next_to({other}, UP, buff=0.2)), or move both as one VGroup"
            )
        case "too-small":
            return f"{one}.scale({values['factor']:.1f}), or a larger font_size; less text at a time"
        case "low-contrast":
            return f"{one}.set_color(…) to one that stands out from {values['behind']}, such as {'BLACK' if _is_light(values['behind']) else 'WHITE'}"
        case "never-shown":
            return f"self.play(Write({one})) where it belongs, or delete it"
        case "not-in-scene":
            return f"self.add({one}) or self.play(FadeIn({one})) before, or leave this animation out"
        case "sets-nothing":
            return (
                "use a method that the class has: set_color, set_fill, set_stroke, set_opacity, scale, become"
            )
        case "keyword-ignored":
            return "look the keyword up in the signature, or leave it out"
        case "empty-picture":
            return "shorten the pause, or keep something in the picture"
        case "nothing-moves":
            return "shorten self.wait(…), or show the next step meanwhile"
        case "ends-abruptly":
            return "self.wait(1) at the end of construct"
    return ""


def _is_light(colour: str) -> bool:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue > 128
