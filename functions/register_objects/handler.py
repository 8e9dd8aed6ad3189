"""Makes items of the objects that appear in sources' buckets."""

from everloop import doorways

handler = doorways.object_registrar()
