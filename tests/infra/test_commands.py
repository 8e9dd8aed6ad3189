"""The commands around the stacks: publish, the first admin, what stays, and the doctor."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws
from typer.testing import CliRunner

from everloop.domain.errors import Invalid
from everloop.entry.cli import doctor_aws
from everloop.entry.cli.main import app
from infra.admit import admit
from infra.deployment import Deployment
from infra.publish import ASK_AGAIN, FOREVER, publish
from infra.remains import empty_site, remains
from infra.stage import Stage

REGION = "us-east-1"
STAGE = Stage(name="tests", region=REGION)
SIGN_IN = {"Issuer": "https://cognito-idp.example/pool", "ClientId": "site", "SignInUrl": "https://sign-in.example"}


class Deployed(Deployment):
    """A deployment whose outputs are known."""

    def __init__(self, said: dict[str, dict[str, str]]) -> None:
        super().__init__(STAGE)
        self.said = said
        self.invoked: list[Any] = []

    def outputs(self, stack: str) -> dict[str, str]:
        return self.said[stack]

    def client(self, name: str) -> Any:
        return self if name == "lambda" else super().client(name)

    def invoke(self, **asked: Any) -> dict[str, Any]:
        self.invoked.append(asked)
        return {"Payload": io.BytesIO(b"{}")}


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": REGION}.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        yield


@pytest.fixture
def deployed() -> Deployed:
    store, edge = boto3.client("s3"), boto3.client("cloudfront")
    for name in ("site", "objects"):
        store.create_bucket(Bucket=name)
    behaviour = {"TargetOriginId": "o", "ViewerProtocolPolicy": "https-only"}
    origin = {"Id": "o", "DomainName": "site.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
    origins = {"Quantity": 1, "Items": [origin]}
    config: Any = {
        "CallerReference": "c",
        "Comment": "",
        "Enabled": True,
        "Origins": origins,
        "DefaultCacheBehavior": behaviour,
    }
    distribution = edge.create_distribution(DistributionConfig=config)["Distribution"]["Id"]
    pool = boto3.client("cognito-idp").create_user_pool(PoolName="people", UsernameAttributes=["email"])["UserPool"]["Id"]
    return Deployed(
        {
            "web": {"SiteBucket": "site", "DistributionId": distribution, "Url": "https://everloop.example", **SIGN_IN},
            "storage": {"ObjectsBucket": "objects", "CatalogueTable": "catalogue"},
            "identity": {"PoolId": pool},
            "pipeline": {"AdminMaker": "admit-admin"},
        }
    )


def test_the_site_is_published_and_its_address_alone_may_use_the_store(deployed: Deployed, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>")
    (tmp_path / "assets" / "app-0a1b.js").write_text("1")
    assert publish(deployed, tmp_path) == "https://everloop.example"
    store = boto3.client("s3")
    page, script = (store.head_object(Bucket="site", Key=key) for key in ("index.html", "assets/app-0a1b.js"))
    assert (page["ContentType"], page["CacheControl"]) == ("text/html", ASK_AGAIN)
    assert script["CacheControl"] == FOREVER
    said = json.loads(store.get_object(Bucket="site", Key="config.json")["Body"].read())
    assert (said["auth"], said["authority"], said["clientId"]) == ("oidc", SIGN_IN["Issuer"], "site")
    assert said["logoutUrl"] == "https://sign-in.example/logout"
    [rule] = store.get_bucket_cors(Bucket="objects")["CORSRules"]
    assert rule["AllowedOrigins"] == ["https://everloop.example"]


def test_without_a_site_one_page_names_the_api(deployed: Deployed, tmp_path: Path) -> None:
    publish(deployed, tmp_path)
    assert b"/api/v1" in boto3.client("s3").get_object(Bucket="site", Key="index.html")["Body"].read()


def test_the_first_admin_is_made_once_and_told_to_the_workspace(deployed: Deployed) -> None:
    person = admit(deployed, "ada@example.org")
    assert admit(deployed, "ada@example.org") == person
    assert [json.loads(asked["Payload"]) for asked in deployed.invoked] == [
        {"id": person, "name": "ada", "email": "ada@example.org"}
    ] * 2


def test_what_stays_is_said_before_the_stacks_go(deployed: Deployed) -> None:
    said = "\n".join(remains(deployed))
    assert "objects" in said
    assert deployed.said["identity"]["PoolId"] in said


def test_the_sites_bucket_is_empty_before_its_stack_goes(deployed: Deployed, tmp_path: Path) -> None:
    publish(deployed, tmp_path)
    boto3.client("s3").put_object(Bucket="objects", Key="a-thumbnail", Body=b"x")
    assert empty_site(deployed) == 2
    assert empty_site(deployed) == 0
    boto3.client("s3").delete_bucket(Bucket="site")
    assert boto3.client("s3").list_objects_v2(Bucket="objects")["KeyCount"] == 1


def test_what_was_never_deployed_is_no_hindrance() -> None:
    nothing = Deployment(STAGE)
    assert empty_site(nothing) == 0
    assert "does not take these up again" in remains(nothing)[-1]


def test_the_doctor_says_how_to_mend_a_deployment_that_is_not_there() -> None:
    found = {one.what: one for one in doctor_aws.findings(doctor_aws.Stage("tests"), boto3.Session().client)}
    assert not found["stack storage"].ok
    assert found["stack storage"].fix == "Run `make deploy`."
    assert found["alarms"].ok
    assert "people" not in found


def test_the_doctor_reads_what_the_stacks_say() -> None:
    template = {
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {"ObjectsBucket": {"Value": "objects"}, "PoolId": {"Value": "none"}},
    }
    for stack in ("storage", "identity"):
        boto3.client("cloudformation").create_stack(StackName=f"tests-{stack}", TemplateBody=json.dumps(template))
    boto3.client("s3").create_bucket(Bucket="objects")
    found = {one.what: one for one in doctor_aws.findings(doctor_aws.Stage("tests"), boto3.Session().client)}
    assert found["stack storage"].ok
    assert not found["stack api"].ok
    assert not found["people"].ok
    assert "make admin" in found["people"].fix
    assert not found["uploads by browsers"].ok


def test_the_doctor_is_told_a_stage_by_name_or_by_the_file_that_it_was_deployed_from(tmp_path: Path) -> None:
    assert doctor_aws.stage_of("team") == doctor_aws.Stage("team", shards=Stage().shards)
    file = tmp_path / "stage.json"
    file.write_text("{}")
    assert doctor_aws.stage_of(str(file)).name == Stage().name
    said = {"name": "team", "region": "eu-west-1", "sources": ["pictures"], "shards": None, "keep": False}
    file.write_text(json.dumps(said))
    assert doctor_aws.stage_of(str(file)) == ("team", "eu-west-1", ("pictures",), None)
    answer = CliRunner().invoke(app(), ["doctor", "--json", "--aws", str(file)])
    assert '"source pictures: events"' in answer.stdout
    with pytest.raises(Invalid, match="describes no stage"):
        doctor_aws.stage_of("not-there.json")


def test_the_doctor_looks_whether_a_source_is_heard_near_and_readable() -> None:
    store, key = boto3.client("s3"), f"arn:aws:kms:{REGION}:123456789012:key/ours"
    told: Any = {"EventBridgeConfiguration": {}}
    sources: dict[str, tuple[Any, Any, Any]] = {
        "good": (told, {}, {"SSEAlgorithm": "AES256"}),
        "far": ({}, {"LocationConstraint": "eu-west-1"}, {"SSEAlgorithm": "aws:kms"}),
        "sealed": (told, {}, {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}),
    }
    with Stubber(store) as stub:  # moto forgets what it is told of EventBridge
        for bucket, (events, region, encryption) in sources.items():
            asked, rules = {"Bucket": bucket}, [{"ApplyServerSideEncryptionByDefault": encryption}]
            stub.add_response("get_bucket_notification_configuration", events, asked)
            stub.add_response("get_bucket_location", region, asked)
            stub.add_response("get_bucket_encryption", {"ServerSideEncryptionConfiguration": {"Rules": rules}}, asked)
        stage = doctor_aws.Stage("tests", sources=tuple(sources))
        found = doctor_aws.findings(stage, lambda name: store if name == "s3" else boto3.client(name))
        wrong = [one.what for one in found if one.what.startswith("source ") and not one.ok]
    assert wrong == ["source far: events", "source far: region", "source sealed: encryption"]


@pytest.mark.parametrize(("limit", "shards", "enough"), [(139, 20, False), (140, 20, True), (10, None, True)])
def test_the_doctor_wants_room_beside_the_functions_that_are_reserved(limit: int, shards: int | None, enough: bool) -> None:
    class Quota:
        def get_account_settings(self) -> dict[str, Any]:
            return {"AccountLimit": {"ConcurrentExecutions": limit}}

    def client(name: str) -> Any:
        return Quota() if name == "lambda" else boto3.client(name)

    found = {one.what: one for one in doctor_aws.findings(doctor_aws.Stage("tests", shards=shards), client)}
    assert found["functions at once"].ok is enough
    assert '"shards": null' in found["functions at once"].fix


def test_a_stage_is_read_from_a_file_and_single_words(tmp_path: Path) -> None:
    file = tmp_path / "stage.json"
    file.write_text(json.dumps({"name": "file", "sources": ["a", "b"], "shards": None}))
    stage = Stage.read({"stage": str(file), "keep": "false", "search_nodes": "4"})
    assert (stage.name, stage.sources, stage.shards, stage.keep, stage.search_nodes) == ("file", ("a", "b"), None, False, 4)
    file.write_text(json.dumps({"nodes": 3}))
    with pytest.raises(ValueError, match="a stage has no nodes"):
        Stage.read({"stage": str(file)})


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"search_nodes": "3"}, "one, or an even number"),
        ({"search_nodes": "0"}, "one, or an even number"),
        ({"name": "our-aws"}, "no sign-in address with 'aws'"),
        ({"name": "Team"}, "lower-case"),
        ({"name": "a-name-of-22-characters"}, "at most 21"),
    ],
)
def test_a_stage_that_aws_would_refuse_half_way_is_refused_at_once(said: dict[str, str], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Stage.read(said)
