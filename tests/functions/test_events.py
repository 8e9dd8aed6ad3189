"""Events from outside the queues of hints: the streams, S3, SageMaker, the clock, CloudFormation, whoever deploys."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import boto3
import orjson
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from everloop import doorways
from everloop.adapters.aws.bus import hint_of_body
from everloop.adapters.aws.media_cookies import KeptMediaKey
from everloop.adapters.folder import FolderObjects
from everloop.domain.access import WorkspaceRole
from everloop.domain.errors import Transient
from everloop.domain.ids import DEFAULT_WORKSPACE
from everloop.domain.jobs import JobState, ShardPlan
from everloop.domain.principals import Cause, Scope
from everloop.house import House
from everloop.ports import Selection
from everloop.store import access, jobs, keys
from everloop.usecases import embed, sources
from tests.functions.conftest import Queues
from tests.functions.lambdas import REGION, change, handler_of, object_created, object_records, sqs
from tests.house import TestHouse, a_call

NONE_FAILED: dict[str, list[Any]] = {"batchItemFailures": []}
HEAD = keys.head(DEFAULT_WORKSPACE, "an-item")  # type: ignore[arg-type]


def records(*changes: Any) -> dict[str, Any]:
    return {"Records": list(changes)}


# ── the tables' streams ──


def test_changes_reach_the_queues_of_those_who_want_them(deployed: House, queues: Queues) -> None:
    dispatch = handler_of("dispatch_changes")
    told = change(HEAD.partition, HEAD.sort)
    untold = change(HEAD.partition, HEAD.sort, number=2, announced=False)
    removed = change(HEAD.partition, HEAD.sort, number=3, removed=True)
    assert dispatch(records(told, untold, removed)) == NONE_FAILED
    for consumer in ("index", "enrich", "embed"):
        hints = [hint_of_body(body) for body in queues.bodies(consumer)]
        assert [(hint.event_id, hint.kind, hint.row_version) for hint in hints] == [
            ("change-1", "item", 3),
            ("change-3", "item", 3),
        ]
    assert queues.bodies("jobs") == []


def test_a_record_that_cannot_be_read_is_where_the_batch_begins_again(deployed: House, queues: Queues) -> None:
    good, bad, later = (change(HEAD.partition, HEAD.sort, number=number) for number in (1, 2, 3))
    del bad["dynamodb"]["NewImage"]["kind"]
    answer = handler_of("dispatch_changes")(records(good, bad, later))
    assert answer == {"batchItemFailures": [{"itemIdentifier": bad["dynamodb"]["SequenceNumber"]}]}
    assert len(queues.bodies("index")) == 1


def test_a_stream_waits_while_a_queue_takes_nothing(deployed: House, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def publish(self, *given: object) -> None:
            raise Transient("A queue does not take hints now; try again.")

    monkeypatch.setattr(doorways, "house", lambda: replace(deployed, bus=Full()))
    first = change(HEAD.partition, HEAD.sort)
    answer = handler_of("dispatch_changes")(records(first, change(HEAD.partition, HEAD.sort, number=2)))
    assert answer == {"batchItemFailures": [{"itemIdentifier": first["dynamodb"]["SequenceNumber"]}]}


# ── S3 ──


@pytest.fixture
def pictures(lived: TestHouse, deployed: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bucket "pictures", which a source is made of."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    house = replace(deployed, open_source=lambda root: FolderObjects(folder))
    lived.house = lived.without(open_source=house.open_source)
    monkeypatch.setattr(doorways, "house", lambda: house)
    sources.create_source(a_call(), root="s3://pictures", table=house.table, open_source=house.open_source)
    return folder


def searchable(lived: TestHouse) -> int:
    lived.settle()
    lived.house.index.refresh(DEFAULT_WORKSPACE)
    return lived.house.index.count(Selection(Scope(DEFAULT_WORKSPACE)))


def test_objects_become_items_once_however_often_and_in_which_form_it_is_said(lived: TestHouse, pictures: Path) -> None:
    (pictures / "a b+c.jpg").write_bytes(b"x")
    (pictures / "notes.txt").write_bytes(b"x")
    register = handler_of("register_objects")
    events = [
        object_created("pictures", "a b+c.jpg"),
        object_records("pictures", "a+b%2Bc.jpg"),
        object_created("pictures", "notes.txt"),
        object_created("others", "of-no-source.jpg"),
        object_created("pictures", "gone.jpg", kind="Object Deleted"),
    ]
    assert register(sqs(events)) == NONE_FAILED
    assert register(sqs(events[:1])) == NONE_FAILED
    assert searchable(lived) == 1


def test_s3s_test_event_is_passed_over_and_a_poisoned_message_comes_again_alone(lived: TestHouse, pictures: Path) -> None:
    (pictures / "a.jpg").write_bytes(b"x")
    test_event = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "pictures"}
    answer = handler_of("register_objects")(sqs([test_event, "no json", {"no": "event"}, object_created("pictures", "a.jpg")]))
    assert [one["itemIdentifier"] for one in answer["batchItemFailures"]] == ["message-1", "message-2"]
    assert searchable(lived) == 1


def test_s3s_events_come_again_while_the_store_does_not_answer(
    deployed: House, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent(FolderObjects):
        def head(self, path: str) -> Any:
            raise Transient("The store did not answer.")

    house = doorways.house()
    monkeypatch.setattr(doorways, "house", lambda: replace(house, open_source=lambda root: Silent(pictures)))
    answer = handler_of("register_objects")(sqs([object_created("pictures", "a.jpg")]))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}


# ── SageMaker, the clock ──


def ended(job: str) -> dict[str, Any]:
    arguments = ["--workspace", DEFAULT_WORKSPACE, "--job", job, "--first", "0", "--last", "3"]
    return {
        "detail-type": "SageMaker Processing Job State Change",
        "source": "aws.sagemaker",
        "detail": {
            "ProcessingJobName": "everloop-ajob-0-3-00000000",
            "ProcessingJobStatus": "Failed",
            "AppSpecification": {"ImageUri": "image:1", "ContainerArguments": arguments},
        },
    }


def test_a_machine_that_ended_has_its_job_looked_at(deployed: House, queues: Queues) -> None:
    follow = handler_of("follow_batches")
    answer = follow(sqs([ended("a-job"), {"detail": {}}]))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-1"}]}
    [hint] = [hint_of_body(body) for body in queues.bodies("jobs")]
    assert (hint.kind, hint.partition, hint.sort) == ("job", *jobs.key(DEFAULT_WORKSPACE, "a-job")[1:])


def test_the_clock_has_open_jobs_looked_at(deployed: House, queues: Queues) -> None:
    job = embed.request_embed(a_call(), table=deployed.table)
    assert handler_of("tick_clock")({}) == 1
    [hint] = [hint_of_body(body) for body in queues.bodies("jobs")]
    assert hint.sort == job.id
    assert handler_of("advance_jobs")(sqs([hint, hint])) == NONE_FAILED


def test_shards_that_need_the_encoder_have_a_function_of_their_own(deployed: House) -> None:
    job = embed.request_embed(a_call(), table=deployed.table)
    jobs.save(DEFAULT_WORKSPACE, job.model_copy(update={"state": JobState.CANCELLED}), 1, cause=Cause(), table=deployed.table)
    jobs.add_shards(DEFAULT_WORKSPACE, job, [ShardPlan(encodes=True)], cause=Cause(), table=deployed.table)
    assert jobs.ref(DEFAULT_WORKSPACE, jobs.shard(DEFAULT_WORKSPACE, job.id, 0, table=deployed.table).value).encodes
    assert handler_of("encode_shard")({"workspace": DEFAULT_WORKSPACE, "job": job.id, "shards": [0]}) == [None]


# ── whoever deploys ──


def test_whoever_deploys_makes_the_first_admin_as_often_as_he_likes(deployed: House) -> None:
    admit = handler_of("admit_admin")
    for _ in range(2):
        assert admit({"id": "0000-11-aa", "name": "Ada", "email": "ada@example.org"}) == {"id": "0000-11-aa", "role": "admin"}
    assert access.workspace_role(a_call("0000-11-aa").principal, table=deployed.table) is WorkspaceRole.ADMIN


@pytest.fixture
def cloudformation() -> Iterator[tuple[str, list[bytes]]]:
    """Where CloudFormation wants its answers, and what it got."""
    got: list[bytes] = []

    class Answers(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *given: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/answer", got
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_key_of_medias_cookies_is_made_kept_and_signs(aws: None, cloudformation: tuple[str, list[bytes]]) -> None:
    url, got = cloudformation
    secrets, parameters = (boto3.client(name, region_name=REGION) for name in ("secretsmanager", "ssm"))
    name = "/everloop/tests/media-key"
    secret = secrets.create_secret(Name=name)["ARN"]
    parameters.put_parameter(Name=name, Value="KEYID", Type="String")
    asked = {"ResponseURL": url, "StackId": "s", "RequestId": "r", "LogicalResourceId": "Made", "RequestType": "Create"}
    properties = {"Secret": secret, "Number": "1"}
    make = handler_of("make_media_key")
    make({**asked, "ResourceProperties": properties})
    first = orjson.loads(got[0])
    update = {**asked, "RequestType": "Update", "PhysicalResourceId": first["PhysicalResourceId"]}
    make({**update, "ResourceProperties": properties, "OldResourceProperties": properties})
    make({**update, "ResourceProperties": {**properties, "Number": "2"}, "OldResourceProperties": properties})
    make({**update, "RequestType": "Delete", "ResourceProperties": properties})
    same, new, gone = map(orjson.loads, got[1:])
    assert {one["Status"] for one in (first, same, new, gone)} == {"SUCCESS"}
    assert same["Data"] == first["Data"]
    assert new["Data"] != first["Data"]
    cookies = KeptMediaKey(secrets, parameters, name).cookies("default", expires_s=1_764_000_000)
    assert cookies["CloudFront-Key-Pair-Id"] == "KEYID"
    public = serialization.load_pem_public_key(new["Data"]["PublicKey"].encode())
    assert isinstance(public, rsa.RSAPublicKey)
    public.verify(
        decoded(cookies["CloudFront-Signature"]), decoded(cookies["CloudFront-Policy"]), padding.PKCS1v15(), hashes.SHA1()
    )
    assert b"https://*/media/default/*" in decoded(cookies["CloudFront-Policy"])


def decoded(text: str) -> bytes:
    return base64.b64decode(text.translate(str.maketrans("-_~", "+=/")))
