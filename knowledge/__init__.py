"""What is known: the scene library and the values a scene can be filled with."""
