"""Passes the tables' change feed on to the consumers' queues."""

from everloop import doorways

handler = doorways.dispatcher()
