"""Answers the HTTP API."""

from everloop import doorways

handler = doorways.api()
