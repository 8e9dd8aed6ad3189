"""A deployment that stands: its people, its queues, its functions, and how pictures get into it."""

from __future__ import annotations

import io
import itertools
import json
import os
import random
import signal
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from everloop.domain.errors import Transient
from everloop.sdk.client import Client
from everloop.wiring_aws import AwsHouse, aws
from tests.deployed.deploy import PICTURES, Cloud
from tests.deployed.emulator import KEYS, MiniStack
from tests.deployed.search_node import SearchNode
from tests.journeys.serving import until

PASSWORD = "Correct-horse-7-battery"
SETTLE_S = 420.0
WRITERS = 8
ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tiff")


@dataclass(frozen=True)
class Queues:
    """The addresses of a consumer's queue and of its dead letters."""

    url: str
    dead_url: str


@dataclass
class Standing:
    """What the fixture ``deployed`` gives. ``admin`` is Anna's client."""

    cloud: Cloud
    stack: MiniStack
    node: SearchNode
    clients: dict[str, Client] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where the API answers: API Gateway's data plane by path."""
        return f"{self.cloud.endpoint}/_aws/execute-api/{self.cloud.outputs['everloop-api']['ApiId']}/$default"

    @property
    def admin(self) -> Client:
        return self.clients["Anna"]

    def found(self) -> None:
        """Make Anna, and the bucket of pictures."""
        s3 = self.cloud.client("s3")
        s3.create_bucket(Bucket=PICTURES)
        s3.put_bucket_notification_configuration(Bucket=PICTURES, NotificationConfiguration={"EventBridgeConfiguration": {}})
        anna = self.user("Anna")
        made = self.invoke("AdminMaker", {"id": anna, "name": "Anna", "email": "anna@example.org"})
        assert made["role"] == "admin", made
        self.clients["Anna"] = self.client("Anna")

    def close(self) -> None:
        """Close all connections."""
        for client in self.clients.values():
            client.close()
        self.cloud.close()

    def user(self, name: str) -> str:
        """Make somebody in the user pool; his id."""
        cognito, pool = self.cloud.client("cognito-idp"), self.cloud.outputs["everloop-identity"]["PoolId"]
        email = f"{name.lower()}@example.org"
        attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
        made = cognito.admin_create_user(UserPoolId=pool, Username=email, UserAttributes=attributes, MessageAction="SUPPRESS")[
            "User"
        ]
        cognito.admin_set_user_password(UserPoolId=pool, Username=email, Password=PASSWORD, Permanent=True)
        return next(one["Value"] for one in made["Attributes"] if one["Name"] == "sub")

    def token(self, name: str, kind: str = "AccessToken") -> str:
        """Sign somebody in by password."""
        answer = self.cloud.client("cognito-idp").initiate_auth(
            ClientId=self.cloud.outputs["everloop-web"]["ClientId"],
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": f"{name.lower()}@example.org", "PASSWORD": PASSWORD},
        )
        return str(answer["AuthenticationResult"][kind])

    def client(self, name: str) -> Client:
        """A client with somebody's token."""
        return Client(self.url, self.token(name), timeout_s=60.0)

    def person(self, name: str) -> tuple[str, Client]:
        """Make somebody a member of the workspace: his id and his client."""
        sub = self.user(name)
        self.admin.members.add(name, email=f"{name.lower()}@example.org", member_id=sub)
        self.clients[name] = self.client(name)
        return sub, self.clients[name]

    def invoke(self, output: str, event: Any) -> Any:
        """Invoke the function that an output of the pipeline stack names."""
        name = self.cloud.outputs["everloop-pipeline"][output]
        answer = self.cloud.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event).encode())
        said = json.loads(answer["Payload"].read())
        assert "FunctionError" not in answer, said
        return said

    def function(self, folder: str) -> str:
        """The name of the function of ``functions/<folder>``."""
        words = "".join(word.capitalize() for word in folder.split("_"))
        return self.cloud.named("AWS::Lambda::Function", f"{words}Function")

    def house(self, patch: pytest.MonkeyPatch) -> AwsHouse:
        """The house as a function has it, for what no client may see; boto3 reads its part from the environment."""
        ours = {**KEYS, "AWS_ENDPOINT_URL": self.cloud.endpoint}
        for name, value in ours.items():
            patch.setenv(name, value)
        return aws({**self.environment(), **ours})

    def environment(self) -> dict[str, str]:
        """What a function is told of the deployment."""
        found = self.cloud.client("lambda").get_function_configuration(FunctionName=self.function("tick_clock"))
        return dict(found["Environment"]["Variables"])

    def queues(self, consumer: str) -> Queues:
        """Of a consumer of the change feed, or of S3's events: "objects"."""
        said = json.loads(self.environment()["EVERLOOP_QUEUES"])[consumer]
        return Queues(said["url"], said["dead_url"])

    def alarm(self, url: str) -> dict[str, Any]:
        """The one alarm of a queue of dead letters, as CloudWatch has it now."""
        alarms = self.cloud.client("cloudwatch").describe_alarms()["MetricAlarms"]
        watching = {"Name": "QueueName", "Value": url.rpartition("/")[2]}
        [found] = [one for one in alarms if watching in one.get("Dimensions", [])]
        return dict(found)

    def patience(self, url: str, seconds: int) -> None:
        """Have messages whose function was killed come again sooner than the template says: no test waits for minutes."""
        self.cloud.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": str(seconds)})

    def waiting(self, url: str) -> int:
        """Messages in a queue, those being worked on too."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"]
        found = self.cloud.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(found.get(name, 0)) for name in names)

    def source(self, prefix: str) -> str:
        """A source of what lies below a prefix of the bucket; its id."""
        return self.admin.sources.create(f"s3://{PICTURES}/{prefix}", name=prefix).id

    def put(self, prefix: str, pictures: Sequence[tuple[str, bytes]]) -> None:
        """Put files into the bucket."""
        s3 = self.cloud.client("s3")

        def one(pair: tuple[str, bytes]) -> None:
            s3.put_object(Bucket=PICTURES, Key=f"{prefix}/{pair[0]}", Body=pair[1], ContentType="image/jpeg")

        with ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(one, pictures))

    def ready(self, source: str) -> int:
        """How many items of a source are read, embedded and searchable."""
        read = {"and": [{"in": {"f": "source", "v": [source]}}, {"in": {"f": "state", "v": ["ready"]}}]}
        return self.admin.search.count({"and": [*read["and"], {"in": {"f": "spaces", "v": ["lite0"]}}]})

    def await_ready(self, source: str, count: int) -> None:
        """Wait until so many are, half a second for each; an index that comes up again does not answer at once."""

        def are() -> bool:
            try:
                return self.ready(source) >= count
            except Transient:
                return False

        until(are, longest_s=SETTLE_S + count / 2)

    def keys(self, source: str) -> list[str]:
        """The keys of a source's items, as searches find them."""
        return sorted(item.key for item in self.admin.search.items({"in": {"f": "source", "v": [source]}}))

    def kill(self, folder: str) -> int:
        """``kill -9`` of a function's processes that are at work; how many."""
        busy = self._busy(folder)
        for pid in busy:
            os.kill(pid, signal.SIGKILL)
        return len(busy)

    def kill_when(self, folder: str, holds: Callable[[], bool], *, longest_s: float = 60.0) -> None:
        """``kill -9`` of a function's process at work at the first moment when something holds: until then it is let on by
        hundredths of a second, and stands still while it is looked.
        """
        deadline = time.monotonic() + longest_s
        while True:
            assert time.monotonic() < deadline, f"{folder} was never caught"
            if not (busy := self._busy(folder)):
                continue
            for pid in busy:
                os.kill(pid, signal.SIGSTOP)
            held = holds()
            for pid in busy:
                os.kill(pid, signal.SIGKILL if held else signal.SIGCONT)
            if held:
                return
            time.sleep(0.01)

    def _busy(self, folder: str) -> list[int]:
        return [one["pid"] for one in self.stack.workers(self.function(folder)) if one["busy"]]


def photographs(count: int) -> list[tuple[str, bytes]]:
    """Real pictures, as (name, bytes): all those below ``EVERLOOP_TEST_DATA`` that can be read, each under as many names as it
    takes. Without that folder, drawn ones.
    """
    data = os.environ.get("EVERLOOP_TEST_DATA")
    if data is None:
        return list(pictures(count))
    files = [file for file in sorted(Path(data).rglob("*")) if file.suffix.lower() in ENDINGS and _is_picture(file)]
    assert files, f"{data} holds no pictures"
    rounds = itertools.count()
    named = ((f"round-{number}/{file.relative_to(data)}", file.read_bytes()) for number in rounds for file in files)
    return list(itertools.islice(named, count))


def _is_picture(file: Path) -> bool:
    try:
        with Image.open(file) as picture:
            picture.verify()
    except (OSError, SyntaxError):
        return False
    return True


def pictures(count: int, *, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """Photographs as a camera of this test takes them: (name, JPEG), all different, about 40 kB each."""
    dice, rng = random.Random(seed), np.random.default_rng(seed)
    for number in range(count):
        width, height = dice.choice([(640, 480), (480, 640), (800, 600)])
        rough = rng.integers(0, 256, (height // 40, width // 40, 3), dtype=np.uint8)
        picture = Image.fromarray(rough).resize((width, height), Image.Resampling.BICUBIC)
        grain = rng.integers(0, 24, (height, width, 1), dtype=np.uint8)
        data = io.BytesIO()
        Image.fromarray(np.asarray(picture) // 2 + 40 + grain).save(data, "JPEG", quality=80)
        yield f"{number:05d}-{uuid.UUID(int=dice.getrandbits(128)).hex[:6]}.jpg", data.getvalue()
