"""Reads the pixels of new and changed items."""

from everloop import doorways

handler = doorways.consumer("enrich")
