"""Has items follow their labels."""

from everloop import doorways

handler = doorways.consumer("reflect-labels")
