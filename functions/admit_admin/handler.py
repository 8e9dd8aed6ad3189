"""Makes the first admin of a deployment; invoked by whoever deployed it."""

from everloop import doorways

handler = doorways.admin_maker()
