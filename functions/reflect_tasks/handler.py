"""Has items follow their tasks."""

from everloop import doorways

handler = doorways.consumer("reflect-tasks")
