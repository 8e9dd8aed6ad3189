"""What AWS answers when it refuses, as the kinds of ``domain.errors``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore import exceptions
from botocore.exceptions import ClientError

from everloop.domain.errors import Conflict, EverloopError, Forbidden, Invalid, NotFound, Transient

LATER = frozenset(
    {
        "InternalError",
        "InternalFailure",
        "InternalServerError",
        "LimitExceededException",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "ResourceLimitExceeded",
        "ServiceUnavailable",
        "ThrottledException",
        "Throttling",
        "ThrottlingError",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionConflict",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)
KINDS: dict[str, type[EverloopError]] = {
    "AccessDenied": Forbidden,
    "AccessDeniedException": Forbidden,
    "ConditionalCheckFailedException": Conflict,
    "ResourceInUseException": Conflict,
    "ResourceNotFound": NotFound,
    "ParameterNotFound": NotFound,
    "ResourceNotFoundException": NotFound,
    "ValidationException": Invalid,
    "ItemCollectionSizeLimitExceeded": Invalid,
}
UNREACHED = (
    exceptions.HTTPClientError,
    exceptions.ConnectionError,
    exceptions.CredentialRetrievalError,
    exceptions.MetadataRetrievalError,
)
"""botocore's errors of a request that got no answer, its credentials' too: they have no base of their own."""


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Raise what AWS refuses within the block as an error of ours, and what does not reach it as Transient; ``what`` begins the
    sentence ("Writing a row").
    """
    try:
        yield
    except ClientError as error:
        kind = kind_of(code_of(error))
        if kind is None:
            raise
        raise kind(f"{what} was refused: {error.response.get('Error', {}).get('Message') or code_of(error)}") from error
    except UNREACHED as error:
        raise Transient(f"{what} did not reach AWS: {error}") from error


def code_of(error: ClientError) -> str:
    """The code by which AWS names an error."""
    return str(error.response.get("Error", {}).get("Code", ""))


def kind_of(code: str) -> type[EverloopError] | None:
    """Our kind for a code; None for one that means a fault of ours, which must be seen as it is."""
    return Transient if code in LATER else KINDS.get(code)


def was_retried(error: EverloopError) -> bool:
    """Whether AWS was asked more than once, so that the refusal may come from a success whose answer was lost."""
    cause = error.__cause__
    return isinstance(cause, ClientError) and bool(cause.response.get("ResponseMetadata", {}).get("RetryAttempts"))
