"""Has every open job looked at, once a minute."""

from everloop import doorways

handler = doorways.clock_tick()
