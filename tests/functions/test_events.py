"""Events from outside the queues of hints: the streams, S3, SageMaker, the clock, CloudFormation, whoever deploys."""

from __future__ import annotations

import base64
import json
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
from everloop.domain.errors import Conflict, Forbidden, Transient
from everloop.domain.events import Hint, ObjectChanged
from everloop.domain.ids import DEFAULT_WORKSPACE, SourceId, UserId, WorkspaceId, item_id
from everloop.domain.jobs import JobState, ShardPlan
from everloop.domain.principals import Call, Cause, Principal, Scope
from everloop.entry.queue import ATTEMPTS
from everloop.house import House
from everloop.ports import ObjectFacts, Selection, TableName
from everloop.store import access, jobs, keys, rows
from everloop.usecases import embed, events, members, sources
from tests.functions.conftest import Queues
from tests.functions.lambdas import REGION, change, handler_of, object_created, object_records, sqs
from tests.house import TestHouse, a_call, build

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


def test_a_record_that_cannot_be_read_is_a_dead_letter_and_holds_up_no_other(deployed: House, queues: Queues) -> None:
    good, bad, later = (change(HEAD.partition, HEAD.sort, number=number) for number in (1, 2, 3))
    del bad["dynamodb"]["NewImage"]["kind"]
    bad["dynamodb"]["Keys"] = {"pk": {"S": "somebody's"}}
    assert handler_of("dispatch_changes")(records(good, bad, later)) == NONE_FAILED
    assert [hint_of_body(body).event_id for body in queues.bodies("index")] == ["change-1", "change-3"]
    [letter] = queues.bus.dead_letters(DEFAULT_WORKSPACE).items
    assert (letter.consumer, letter.reason, letter.hint.kind) == ("index", doorways.NO_CHANGE, "unreadable")
    assert "somebody's" in queues.bodies("index", dead=True)[0]


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


def test_s3s_test_event_is_passed_over_and_a_poisoned_message_is_buried_alone(
    lived: TestHouse, pictures: Path, queues: Queues
) -> None:
    (pictures / "a.jpg").write_bytes(b"x")
    test_event = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "pictures"}
    hint_of_another = Hint("e", DEFAULT_WORKSPACE, "item", "catalogue", "p", "s", 1, "anna", "r")
    messages = [test_event, "no json", {"no": "event"}, "[]", hint_of_another, object_created("pictures", "a.jpg")]
    assert handler_of("register_objects")(sqs(messages)) == NONE_FAILED
    letters = queues.bus.dead_letters(DEFAULT_WORKSPACE).items
    assert [(one.consumer, one.reason) for one in letters] == [("objects", doorways.NO_OBJECT)] * 4
    assert searchable(lived) == 1


class Silent(FolderObjects):
    """A store that does not answer."""

    def head(self, path: str) -> Any:
        raise Transient("The store did not answer.")


def test_s3s_events_come_again_while_the_store_does_not_answer(
    pictures: Path, queues: Queues, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = doorways.house()
    monkeypatch.setattr(doorways, "house", lambda: replace(house, open_source=lambda root: Silent(pictures)))
    queues.client.send_message(QueueUrl=queues.queues["objects"].url, MessageBody="{}")
    [message] = queues.client.receive_message(QueueUrl=queues.queues["objects"].url)["Messages"]
    event = sqs([object_created("pictures", "a.jpg")], receipts=[message["ReceiptHandle"]])
    assert handler_of("register_objects")(event) == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert queues.bus.dead_letters(DEFAULT_WORKSPACE).items == []


class Torn(Silent):
    """A store that does not answer, and holds one object that nobody can read."""

    def head(self, path: str) -> Any:
        if path == "bad.jpg":
            raise Conflict("This object is broken.")
        return super().head(path)


def test_what_is_dead_of_a_message_that_comes_again_is_buried_once(
    pictures: Path, queues: Queues, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = doorways.house()
    monkeypatch.setattr(doorways, "house", lambda: replace(house, open_source=lambda root: Torn(pictures)))
    both = object_records("pictures", "bad.jpg")
    both["Records"] += object_records("pictures", "a.jpg")["Records"]
    queues.client.send_message(QueueUrl=queues.queues["objects"].url, MessageBody="{}")
    [message] = queues.client.receive_message(QueueUrl=queues.queues["objects"].url)["Messages"]
    register = handler_of("register_objects")
    again = register(sqs([both], receipts=[message["ReceiptHandle"]]))
    assert again == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert queues.bus.dead_letters(DEFAULT_WORKSPACE).items == []
    assert register(sqs([both], receives=ATTEMPTS)) == NONE_FAILED
    reasons = sorted(one.reason for one in queues.bus.dead_letters(DEFAULT_WORKSPACE).items)
    assert reasons == ["The store did not answer.", "This object is broken."]


def test_an_event_that_failed_often_enough_is_a_dead_letter_that_can_be_sent_again(
    lived: TestHouse, pictures: Path, queues: Queues, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pictures / "a b.jpg").write_bytes(b"x")
    good = doorways.house()
    monkeypatch.setattr(doorways, "house", lambda: replace(good, open_source=lambda root: Silent(pictures)))
    event = sqs([object_records("pictures", "a+b.jpg")], receives=ATTEMPTS)
    assert handler_of("register_objects")(event) == NONE_FAILED
    [letter] = queues.bus.dead_letters(DEFAULT_WORKSPACE).items
    assert (letter.reason, letter.hint.partition) == ("The store did not answer.", "s3://pictures/a b.jpg")
    monkeypatch.setattr(doorways, "house", lambda: good)
    assert queues.bus.resend(DEFAULT_WORKSPACE, [letter.id]) == 1
    assert handler_of("register_objects")(sqs(queues.bodies("objects"))) == NONE_FAILED
    assert searchable(lived) == 1


def test_an_event_that_the_queue_itself_gave_up_on_is_shown_with_its_object_and_can_be_sent_again(
    lived: TestHouse, pictures: Path, queues: Queues
) -> None:
    (pictures / "a.jpg").write_bytes(b"x")
    body = json.dumps(object_created("pictures", "a.jpg"))
    queues.client.send_message(QueueUrl=queues.queues["objects"].dead_url, MessageBody=body)
    [letter] = queues.bus.dead_letters(DEFAULT_WORKSPACE).items
    assert (letter.consumer, letter.hint.kind, letter.hint.partition) == ("objects", "object", "s3://pictures/a.jpg")
    assert queues.bus.resend(DEFAULT_WORKSPACE, [letter.id]) == 1
    assert handler_of("register_objects")(sqs(queues.bodies("objects"))) == NONE_FAILED
    assert searchable(lived) == 1


def test_an_object_is_an_item_of_every_workspace_that_watches_it_in_the_source_with_the_longest_root(
    lived: TestHouse, deployed: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "pictures"
    (folder / "team" / "b").mkdir(parents=True)
    (folder / "team" / "b" / "1.jpg").write_bytes(b"x")
    house = replace(deployed, open_source=lambda root: FolderObjects(folder / root.removeprefix("s3://pictures").strip("/")))
    monkeypatch.setattr(doorways, "house", lambda: house)
    far = Call(Principal(WorkspaceId("far"), UserId("fay")), a_call().now, "far")
    members.bootstrap(far, owner="fay", name="Fay", table=house.table)

    def made(call: Call, root: str) -> str:
        return sources.create_source(call, root=root, table=house.table, open_source=house.open_source).value.id

    below, _ = made(a_call(), "s3://pictures/team/b"), made(a_call(), "s3://pictures/team")
    theirs, moved = made(far, "s3://pictures/team"), made(replace(far, request="moved"), "s3://elsewhere")
    sources.change_source(far, moved, root="s3://anywhere", table=house.table, open_source=house.open_source)
    events = [object_created("pictures", "team/b/1.jpg"), object_created("pictures", "teams/2.jpg")]
    events += [object_created("elsewhere", "team/b/1.jpg")]
    assert handler_of("register_objects")(sqs(events)) == NONE_FAILED
    heads = {
        name: house.table.get_many([keys.head(name, item_id(name, SourceId(source), key))])[0]
        for name, source, key in [
            (DEFAULT_WORKSPACE, below, "1.jpg"),
            (WorkspaceId("far"), theirs, "b/1.jpg"),
        ]
    }
    assert all(heads.values())
    told = [hint for hint in house.table.changes(TableName.CATALOGUE, cursor=None).items if hint.kind == "item"]
    assert {hint.workspace for hint in told} == {DEFAULT_WORKSPACE, "far"}
    assert len(told) == 2


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


def test_a_key_that_cannot_be_made_is_said_and_not_waited_for(aws: None, cloudformation: tuple[str, list[bytes]]) -> None:
    url, got = cloudformation
    asked = {"ResponseURL": url, "StackId": "s", "RequestId": "r", "LogicalResourceId": "Made"}
    properties = {"Secret": "a-secret-of-nobody", "Number": "2"}
    make = handler_of("make_media_key")
    make({**asked, "RequestType": "Create", "ResourceProperties": properties})
    old = {"OldResourceProperties": {**properties, "Number": "1"}, "PhysicalResourceId": "the-old-one"}
    make({**asked, **old, "RequestType": "Update", "ResourceProperties": properties})
    made, raised = map(orjson.loads, got)
    assert [one["Status"] for one in (made, raised)] == ["FAILED"] * 2
    assert "ResourceNotFoundException" in made["Reason"]
    assert raised["PhysicalResourceId"] == "the-old-one"


def decoded(text: str) -> bytes:
    return base64.b64decode(text.translate(str.maketrans("-_~", "+=/")))


def test_an_object_that_the_store_does_not_let_us_touch_is_an_item_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    lived = build(tmp_path / "house")
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    (pictures / "a.jpg").write_bytes(b"x")
    house = lived.house
    source = sources.create_source(a_call(), root=pictures.as_uri(), table=house.table, open_source=house.open_source).value
    event = ObjectChanged(f"{pictures.as_uri()}/a.jpg")

    class Closed:
        def head(self, path: str) -> ObjectFacts:
            raise Forbidden("The store does not let us touch it.")

    closed: Any = lambda root: Closed()  # noqa: E731
    said = events.objects_changed(a_call(), [event], table=house.table, objects=house.objects, open_source=closed)
    assert said == {"new": 1, "unchanged": 0, "changed": 0, "missing": 0, "ignored": 0}
    lived.house = lived.without(open_source=closed)
    lived.settle()
    row = house.table.get(keys.head(DEFAULT_WORKSPACE, item_id(DEFAULT_WORKSPACE, SourceId(source.id), "a.jpg")))
    assert row is not None
    assert (rows.body(row)["state"], rows.body(row)["reason"]) == ("failed", "The store does not let us touch it.")
