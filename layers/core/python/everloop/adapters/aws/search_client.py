"""The client of an OpenSearch cluster: what a busy cluster turns away is asked again, after waits that grow."""

from __future__ import annotations

import time
from typing import Any

from opensearchpy import OpenSearch, Transport, exceptions

WAITS_S = (0.1, 0.3, 0.9, 2.7)
_LATER = (429, 502, 503, 504)


class PatientTransport(Transport):
    """Asks again where the cluster has no memory, no room in its queues or no copy of a shard at this moment (a new index has
    none for its first instants).

    The library's own repetitions follow each other within milliseconds, and leave out 429. Everything that Everloop sends may
    be sent twice: writes carry external versions.
    """

    def perform_request(self, *args: Any, **given: Any) -> Any:
        """See the base class; raises what the last attempt raises."""
        for wait_s in WAITS_S:
            try:
                return super().perform_request(*args, **given)
            except exceptions.TransportError as error:
                if error.status_code not in _LATER:
                    raise
            time.sleep(wait_s)
        return super().perform_request(*args, **given)


def connect(url: str, **given: Any) -> OpenSearch:
    """A client of the cluster at ``url``; a connection that breaks is tried two times more, a timeout is not."""
    given |= {"retry_on_status": (), "max_retries": 2, "retry_on_timeout": False}
    return OpenSearch(url, transport_class=PatientTransport, **given)
