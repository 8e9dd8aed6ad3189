"""Answers those routes of the HTTP API that scan columns with DuckDB."""

from everloop import doorways

handler = doorways.api()
