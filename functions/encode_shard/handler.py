"""Runs those shards of jobs that need the encoder."""

from everloop import doorways

handler = doorways.shard_runner()
