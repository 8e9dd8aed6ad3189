"""Everloop: the open data loop for computer vision."""

__version__ = "0.1.0"
