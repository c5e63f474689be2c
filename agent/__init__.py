"""How a scene is made: the graph, its stages, the models and the sandbox."""
