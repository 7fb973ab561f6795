"""The faces: command line and web chat. Thin; everything they show comes from the floors below."""
