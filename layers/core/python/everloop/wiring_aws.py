"""The deployed house, from the environment that the stacks give to each function and processing job.

Every port is made at its first use, with what it needs imported then: a function pays for what it touches and no more.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from everloop.domain.errors import Invalid, Transient
from everloop.house import House
from everloop.ports import Encoder, TableName
from everloop.store import tokens
from everloop.store.columns import Columns

if TYPE_CHECKING:
    import boto3
    from obstore.store import S3Store

    from everloop.adapters.aws.bus import SqsBus
    from everloop.adapters.aws.identity import CognitoIdentity
    from everloop.adapters.aws.index import OpenSearchIndex
    from everloop.adapters.aws.media_cookies import KeptMediaKey
    from everloop.adapters.aws.people import PoolPeople
    from everloop.adapters.aws.runner import CloudRunner
    from everloop.adapters.aws.table import DynamoTable
    from everloop.adapters.objects import Sources, StoreObjects

PREFIX = "EVERLOOP_"
CONNECTIONS = 32


class QueueSettings(BaseModel):
    """The addresses of a consumer's queue and of its dead letters."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    url: str
    dead_url: str


class BatchSettings(BaseModel):
    """How SageMaker runs heavy shards: the fields of ``adapters.aws.runner.Batch``."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    image: str
    role: str
    code: str = ""
    instance_type: str = "ml.m5.xlarge"
    volume_gb: int = 50
    longest_s: int = 14_400
    subnets: tuple[str, ...] = ()
    security_groups: tuple[str, ...] = ()


class Settings(BaseModel):
    """A deployment, as a function sees it: ``EVERLOOP_<NAME>`` in the environment; queues and batch as JSON.

    Attributes:
        catalogue, workflow: The tables.
        bucket: The house's own store of media and results.
        search: URL of the OpenSearch domain.
        search_engine: Of new vector fields: "lucene" on a node without native code.
        search_shards, search_replicas: Of a new index.
        search_signed: Whether requests are signed with the function's role; a domain always wants that.
        issuer: The Cognito pool, ``https://cognito-idp.<region>.amazonaws.com/<pool>``.
        clients: App clients whose tokens are taken, comma between.
        clients_parameter: Where they stand in the parameter store instead: the web stack writes them, later than the API's.
        columns_bytes: What the cache of column tables may take of the scratch space.
        media_key: Where the secret and the parameter store have the key that media's cookies are signed with.
        queues: By consumer.
        batch_function: Runs shards.
        encode_function: Runs shards that need the encoder.
        batch: None: no machine for heavy shards; functions run them as far as they can.
    """

    model_config = ConfigDict(frozen=True)
    catalogue: str = Field(min_length=1)
    workflow: str = Field(min_length=1)
    bucket: str = Field(min_length=1)
    search: str = Field(min_length=1)
    search_engine: Literal["faiss", "lucene"] = "faiss"
    search_signed: bool = True
    search_shards: int = 1
    search_replicas: int = 1
    issuer: str = ""
    clients: str = ""
    clients_parameter: str = ""
    columns_bytes: int = 384_000_000
    media_key: str = ""
    queues: Mapping[str, QueueSettings] = {}
    batch_function: str = ""
    encode_function: str = ""
    batch: BatchSettings | None = None

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """Raises Invalid, naming what lacks or is wrong."""
        given: dict[str, Any] = {
            name.removeprefix(PREFIX).lower(): value
            for name, value in environment.items()
            if name.startswith(PREFIX) and value and name.removeprefix(PREFIX).lower() in cls.model_fields
        }
        try:
            given |= {name: orjson.loads(given[name]) for name in ("queues", "batch") if name in given}
            return cls.model_validate(given)
        except (ValidationError, orjson.JSONDecodeError) as error:
            raise Invalid(
                f"The environment describes no deployment: {_wrong(error)} (EVERLOOP_DATA would name a data folder)."
            ) from None


class AwsHouse(House):
    """The house of one deployment."""

    def __init__(self, settings: Settings, *, environment: Mapping[str, str], region: str | None = None) -> None:
        """``environment``: what else the process was given; ``AWS_ENDPOINT_URL`` leads everything to an emulator."""
        self.__dict__.update(settings=settings, environment=dict(environment), region=region)

    settings: Settings
    environment: Mapping[str, str]
    region: str | None
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @cached_property
    def table(self) -> DynamoTable:
        """Rows in DynamoDB."""
        from everloop.adapters.aws.table import DynamoTable

        names = {TableName.CATALOGUE: self.settings.catalogue, TableName.WORKFLOW: self.settings.workflow}
        return DynamoTable(self._client("dynamodb"), names)

    @cached_property
    def objects(self) -> StoreObjects:
        """Media and results in the bucket."""
        from everloop.adapters.objects import StoreObjects

        return StoreObjects(self._store())

    @cached_property
    def open_source(self) -> Sources:
        """S3, Google Cloud Storage, Azure; no folders."""
        from everloop.adapters.objects import Sources

        return Sources(folders=False, config={"s3": self._s3()})

    @cached_property
    def columns(self) -> Columns:
        """Column tables, kept in the function's scratch space."""
        return Columns(self.objects, Path(tempfile.gettempdir()) / "columns", limit_bytes=self.settings.columns_bytes)

    @cached_property
    def index(self) -> OpenSearchIndex:
        """Documents in OpenSearch."""
        from opensearchpy import Urllib3AWSV4SignerAuth, Urllib3HttpConnection

        from everloop.adapters.aws.index import OpenSearchIndex
        from everloop.adapters.aws.search_client import connect

        given: dict[str, Any] = {"timeout": 25}
        if self.settings.search_signed:
            signer = Urllib3AWSV4SignerAuth(self._session.get_credentials(), self._session.region_name, "es")
            given |= {"http_auth": signer, "connection_class": Urllib3HttpConnection}
        client = connect(self.settings.search, **given)
        said = self.settings
        return OpenSearchIndex(client, engine=said.search_engine, shards=said.search_shards, replicas=said.search_replicas)

    @cached_property
    def encoder(self) -> Encoder:
        """ONNX, in the function itself."""
        from everloop.adapters.local.encoder import OnnxEncoder

        return OnnxEncoder()

    @cached_property
    def runner(self) -> CloudRunner:
        """Lambda, and SageMaker for heavy shards."""
        from everloop.adapters.aws.runner import Batch, CloudRunner

        said = self.settings.batch
        batch = replace(Batch(**said.model_dump()), environment=self._environment_of_jobs()) if said else None
        return CloudRunner(
            self._client("lambda"),
            self._client("sagemaker") if batch else None,
            function=self.settings.batch_function,
            encoding=self.settings.encode_function,
            batch=batch,
        )

    @cached_property
    def bus(self) -> SqsBus:
        """Queues."""
        from everloop.adapters.aws.bus import Queue, SqsBus

        queues = {name: Queue(one.url, one.dead_url) for name, one in self.settings.queues.items()}
        return SqsBus(self._client("sqs"), queues)

    @cached_property
    def identity(self) -> CognitoIdentity:
        """Cognito's tokens and Everloop's own."""
        from everloop.adapters.aws.identity import CognitoIdentity

        if not self.settings.issuer:
            raise Invalid("The environment does not say EVERLOOP_ISSUER: this function verifies nobody.")
        issuer, find = self.settings.issuer, partial(tokens.find, table=self.table)
        return CognitoIdentity(issuer, self._clients(), find, now_ms=_now_ms, keys_url=self._keys_url(issuer))

    @cached_property
    def media(self) -> KeptMediaKey | None:
        """Cookies for media, where there is a distribution."""
        from everloop.adapters.aws.media_cookies import KeptMediaKey

        name = self.settings.media_key
        return KeptMediaKey(self._client("secretsmanager"), self._client("ssm"), name) if name else None

    @cached_property
    def people(self) -> PoolPeople | None:
        """The user pool's people, where somebody signs in."""
        from everloop.adapters.aws.people import PoolPeople

        pool = self.settings.issuer.rpartition("/")[2]
        return PoolPeople(self._client("cognito-idp"), pool) if pool else None

    @cached_property
    def _session(self) -> boto3.Session:
        import boto3

        return boto3.Session(region_name=self.region)

    def _client(self, name: str) -> Any:
        from botocore.config import Config

        config = Config(max_pool_connections=CONNECTIONS, retries={"mode": "standard", "max_attempts": 6})
        return self._session.client(name, config=config)

    def _store(self) -> S3Store:
        from obstore.store import S3Store

        from everloop.adapters.objects import MachineCredentials

        return S3Store(self.settings.bucket, credential_provider=MachineCredentials(), **self._s3())

    def _s3(self) -> dict[str, Any]:
        """What obstore must know beside the bucket: it reads no profile, and takes an emulator only when told."""
        found: dict[str, Any] = {"region": self._session.region_name}
        if endpoint := self.environment.get("AWS_ENDPOINT_URL_S3") or self.environment.get("AWS_ENDPOINT_URL"):
            found |= {"endpoint": endpoint, "client_options": {"allow_http": endpoint.startswith("http:")}}
        return found

    def _keys_url(self, issuer: str) -> str:
        """Where an emulator keeps the pool's keys; tokens name Amazon's own address even there."""
        endpoint = self.environment.get("AWS_ENDPOINT_URL_COGNITO_IDP") or self.environment.get("AWS_ENDPOINT_URL")
        return f"{endpoint}/{issuer.rpartition('/')[2]}/.well-known/jwks.json" if endpoint else ""

    def _clients(self) -> Sequence[str]:
        if not self.settings.clients_parameter:
            return [one for one in self.settings.clients.split(",") if one]
        from everloop.adapters.aws.failures import translated
        from everloop.domain.errors import NotFound

        try:
            with translated("Reading which applications may sign in"):
                found = self._client("ssm").get_parameter(Name=self.settings.clients_parameter)
        except NotFound:
            raise Transient("The web stack, which says which applications may sign in, is not deployed yet.") from None
        return [one for one in found["Parameter"]["Value"].split(",") if one]

    def _environment_of_jobs(self) -> dict[str, str]:
        """A processing job's environment takes values of at most 256 characters: it gets no queues. It is told the region,
        which its container need not know of itself.
        """
        left_out = {f"{PREFIX}QUEUES", f"{PREFIX}BATCH"}
        ours = {name: value for name, value in self.environment.items() if name.startswith(PREFIX) and name not in left_out}
        return ours | {"AWS_DEFAULT_REGION": self._session.region_name}


def aws(environment: Mapping[str, str]) -> AwsHouse:
    """The house of a deployment. Raises Invalid for an environment that does not name one."""
    region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION")
    return AwsHouse(Settings.read(environment), environment=environment, region=region)


def _wrong(error: ValidationError | orjson.JSONDecodeError) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{PREFIX}{'.'.join(map(str, one['loc'])).upper()}: {one['msg']}" for one in error.errors())
    return f"EVERLOOP_QUEUES or EVERLOOP_BATCH is no JSON ({error})"


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
