"""Makes the key pair that media's cookies are signed with, when the web stack is made."""

from everloop import doorways

handler = doorways.media_key_maker()
