"""Brings the index up to date with the items that hints speak of."""

from everloop import doorways

handler = doorways.consumer("index")
