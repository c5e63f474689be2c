"""How long a request wants its video to be."""

import pytest

from agent.asked import findings, length_of


@pytest.mark.parametrize(
    ("request_", "least", "most"),
    [
        ("a 10 second animation of a circle", 10, 10),
        ("Make a 10-second video about primes", 10, 10),
        ("a 20 second explainer", 20, 20),
        ("a fifteen second looping animation", 15, 15),
        ("explain Pythagoras in half a minute", 30, 30),
        ("half a minute about primes", 30, 30),
        ("Show sorting, 20 seconds", 20, 20),
        ("A short video (about 15 s)", 15, 15),
        ("A 30s clip of a heart", 30, 30),
        ("a one-minute video on Bayes", 60, 60),
        ("a two minute long animation", 120, 120),
        ("10 to 15 second animation", 10, 15),
        ("an animation of 12 seconds", 12, 12),
        ("Draw a square. It should last 12 seconds.", 12, 12),
        ("a wave; duration: 8 s", 8, 8),
        ("at most 30 seconds long", None, 30),
        ("a circle turns into a square within 10 seconds", None, 10),
        ("an animation that lasts at least 20 seconds", 20, None),
        ("Eine 10-sekündige Animation", 10, 10),
        ("Ein 20 Sekunden langes Video über Kreise", 20, 20),
        ("Das Video dauert eine halbe Minute", 30, 30),
        ("Zeige in 30 Sekunden den Satz des Pythagoras", 30, 30),
        ("ein Video von höchstens 45 Sekunden", None, 45),
    ],
)
def test_reads_the_length(request_, least, most):
    length = length_of(request_)
    assert length is not None
    assert (length.least, length.most) == (least, most)


@pytest.mark.parametrize(
    "request_",
    [
        "a circle",
        "a pendulum with a period of 5 seconds",
        "a pendulum, period 5 seconds",
        "a ball falls for 5 seconds",
        "the ball takes 10 seconds to fall",
        "a clock ticks every 10 seconds",
        "a 5 second wait in the animation",
        "wait 5 seconds in the animation",
        "a square rotates in 3 seconds",
        "Show how far a car drives in 30 seconds.",
        "light travels from the sun to the earth in 8 minutes",
        "two runners, one runs 100 m in 10 seconds",
        "a car drives 60 s, then stops",
        "how light travels 8 minutes from the sun to earth",
        "show the half-life of 10 seconds in a graph",
        "a graph of s over 10 units",
        "the second animation of 10",
    ],
)
def test_what_is_shown_may_take_its_own_time(request_):
    assert length_of(request_) is None


@pytest.mark.parametrize(
    ("request_", "duration", "kinds"),
    [
        ("a 10 second animation", 1.0, ["too-short"]),
        ("a 10 second animation", 7.1, []),
        ("a 10 second animation", 12.9, []),
        ("a 10 second animation", 13.1, ["too-long"]),
        ("a 5 second animation", 3.1, []),
        ("a 5 second animation", 7.1, ["too-long"]),
        ("at most 10 seconds long", 1.0, []),
        ("an animation of at least 10 seconds", 60.0, []),
        ("a circle", 1.0, []),
    ],
)
def test_finds_what_is_much_too_short_or_long(request_, duration, kinds):
    found = findings(request_, duration)
    assert [each.kind for each in found] == kinds
    assert all(f"{duration:.1f} s" in each.message for each in found)
