"""Plans, watches and finishes jobs."""

from everloop import doorways

handler = doorways.consumer("jobs")
