"""Look at a scene as a viewer would, from its scene graph: runs inside the render, and imports nothing of ours.

`Inspector` (inspector.py) is told of every play. It reads what is to be seen (view.py), judges it (layout.py, colours.py,
labels.py, timing.py), hears what Manim swallows (silent.py), and tells findings as plain data, with stills (stills.py).
"""
