"""Where `**kwargs` go, on small classes of every shape that the follower must understand."""

import pytest

from knowledge.keywords import Keywords


class Base:
    def __init__(self, a=1, b=2, *, c=3):
        pass

    def draw(self, x, y=0, **kwargs):
        pass

    def mark(self, **kwargs):
        return kwargs.get("size")


class HandsOn(Base):
    def __init__(self, own=0, **kwargs):
        super().__init__(**kwargs)


class GivesItself(Base):
    def __init__(self, **kwargs):
        super().__init__(1, c=5, **kwargs)


class TakesOut(Base):
    def __init__(self, **kwargs):
        self.size = kwargs.pop("size", None)
        if "other" in kwargs:
            self.other = kwargs["other"]
        super().__init__(**kwargs)


class TakesOutWhoKnowsWhat(Base):
    def __init__(self, **kwargs):
        for key in ("p", "q"):
            kwargs.pop(key, None)
        super().__init__(**kwargs)


class Merges(Base):
    def __init__(self, **kwargs):
        config = {"a": 1}
        config = {**config, **kwargs}
        Base.__init__(self, **config)


class TwiceAlways(Base):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        helper(**kwargs)


class EitherOr(Base):
    def __init__(self, which, **kwargs):
        if which:
            super().__init__(**kwargs)
        else:
            helper(**kwargs)


class LeavesEarly(Base):
    def __init__(self, which, **kwargs):
        if which:
            helper(**kwargs)
            return
        super().__init__(**kwargs)


class Keeps(Base):
    def __init__(self, **kwargs):
        self.config = kwargs

    def use(self):
        return [helper(1, **self.config) for _ in range(3)]


class LooksAtThem(Base):
    def __init__(self, **kwargs):
        for key, value in kwargs.items():
            setattr(self, key, value)


class CallsWhatItIsGiven(Base):
    def __init__(self, maker=Base, **kwargs):
        maker(**kwargs)


class Overrides(HandsOn):
    def __init__(self, **kwargs):
        self.prepare(**kwargs)

    def prepare(self, base_only=0):
        pass


class OverridesAgain(Overrides):
    def prepare(self, again=0):
        pass


def helper(a, z=0):
    pass


KEYWORDS = Keywords([value for value in list(globals().values()) if isinstance(value, type)], __name__)


@pytest.mark.parametrize(
    ("cls", "keywords", "is_open"),
    [
        (Base, "a b c", False),
        (HandsOn, "own a b c", False),
        (GivesItself, "b", False),
        (TakesOut, "size other a b c", False),
        (TakesOutWhoKnowsWhat, "", True),
        (Merges, "a b c", False),
        (TwiceAlways, "a", False),
        (EitherOr, "which a b c z", False),
        (LeavesEarly, "which a b c z", False),
        (Keeps, "z", False),
        (LooksAtThem, "", True),
        (CallsWhatItIsGiven, "maker", True),
        (Overrides, "base_only", False),
        (OverridesAgain, "again", False),
    ],
)
def test_a_constructor(cls, keywords, is_open):
    found = KEYWORDS.of_class(cls)
    assert found.open == is_open
    assert found.keywords == set(keywords.split())


@pytest.mark.parametrize(("name", "keywords"), [("draw", "x y"), ("mark", "size")])
def test_what_is_not_used_is_swallowed(name, keywords):
    found = KEYWORDS.of_method(HandsOn, Base, vars(Base)[name])
    assert found.open
    assert found.swallows
    assert found.keywords == set(keywords.split())
