"""How what is known is found: the embedder and the vector index."""
