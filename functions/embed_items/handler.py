"""Computes the vectors of items that were read."""

from everloop import doorways

handler = doorways.consumer("embed")
