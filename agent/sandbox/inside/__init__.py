"""What runs inside the sandbox: imports the standard library, Manim and itself, nothing else of ours."""
