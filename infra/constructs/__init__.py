"""One place each for a function, an event hook-up, a layer."""
