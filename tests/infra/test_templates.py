"""What a deployment must have, whatever else changes: read from the synthesized templates."""

from __future__ import annotations

import json
import re
from typing import Any

from everloop.domain.jobs import PLANNING_MS
from infra.app import NAMES
from infra.constructs.function import FUNCTIONS
from infra.stacks import pipeline
from tests.infra.conftest import Templates, of_type, statements

FOR_NO_RESOURCE = {
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "dynamodb:ListStreams",
    "sagemaker:ListProcessingJobs",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
    "ecr:BatchCheckLayerAvailability",
    "ecr:GetAuthorizationToken",
}


def listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def test_tables_can_be_restored_to_any_second_and_survive_their_stack(templates: Templates) -> None:
    tables = list(of_type(templates, "AWS::DynamoDB::GlobalTable"))
    assert len(tables) == 2
    for table in tables:
        assert table.whole["DeletionPolicy"] == "Retain"
        assert table.properties["BillingMode"] == "PAY_PER_REQUEST"
        assert table.properties["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
        for replica in table.properties["Replicas"]:
            assert replica["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
            assert replica["DeletionProtectionEnabled"] is True


def test_buckets_are_private_encrypted_and_refuse_plain_http(templates: Templates) -> None:
    policies = {
        policy.properties["Bucket"]["Ref"]: json.dumps(policy.properties["PolicyDocument"])
        for policy in of_type(templates, "AWS::S3::BucketPolicy")
    }
    buckets = list(of_type(templates, "AWS::S3::Bucket"))
    assert len(buckets) == 3
    for bucket in buckets:
        assert set(bucket.properties["PublicAccessBlockConfiguration"].values()) == {True}
        assert bucket.properties["BucketEncryption"]
        assert '"aws:SecureTransport": "false"' in policies[bucket.id]
        assert bucket.properties["LifecycleConfiguration"] if bucket.stack == "storage" else True


def test_the_houses_own_bucket_stays_and_admits_distributions_of_this_account(
    templates: Templates,
) -> None:
    [bucket] = [one for one in of_type(templates, "AWS::S3::Bucket") if "NotificationConfiguration" in one.properties]
    assert bucket.whole["DeletionPolicy"] == "Retain"
    [policy] = [one for one in of_type(templates, "AWS::S3::BucketPolicy") if one.properties["Bucket"]["Ref"] == bucket.id]
    [admitted] = [one for one in policy.properties["PolicyDocument"]["Statement"] if one["Effect"] == "Allow"]
    assert admitted["Action"] == "s3:GetObject"
    [(operator, condition)] = admitted["Condition"].items()
    assert (operator, list(condition)) == ("ArnLike", ["AWS:SourceArn"])
    assert json.dumps(condition).endswith(':cloudfront::123456789012:distribution/*"]]}}')


def test_every_queue_has_dead_letters_and_every_dead_letter_rings(templates: Templates) -> None:
    queues = {one.id: one for one in of_type(templates, "AWS::SQS::Queue")}
    dead = {id_ for id_ in queues if "DeadLetters" in id_}
    ringing = {
        dimension["Value"]["Fn::GetAtt"][0]
        for alarm in of_type(templates, "AWS::CloudWatch::Alarm")
        for dimension in alarm.properties.get("Dimensions", [])
        if dimension["Name"] == "QueueName"
    }
    for id_, queue in queues.items():
        assert queue.properties["SqsManagedSseEnabled"] is True
        if id_ not in dead:
            target = queue.properties["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
            assert target in dead
    assert dead == ringing


def test_the_alarm_of_dead_letters_says_what_helps(templates: Templates) -> None:
    said = [
        alarm.properties["AlarmDescription"]
        for alarm in of_type({"pipeline": templates["pipeline"]}, "AWS::CloudWatch::Alarm")
        if alarm.properties["MetricName"] == "ApproximateNumberOfMessagesVisible"
    ]
    assert sum("everloop dead-letters list" in one for one in said) == len(said) - 1
    [streams] = [one for one in said if "everloop dead-letters list" not in one]
    assert streams.startswith("streams: ")
    assert "everloop reindex" in streams


def test_every_alarm_tells_somebody(templates: Templates) -> None:
    alarms = list(of_type(templates, "AWS::CloudWatch::Alarm"))
    assert alarms
    assert all(alarm.properties["AlarmActions"] for alarm in alarms)
    assert [one for one in of_type(templates, "AWS::SNS::Subscription") if one.properties["Endpoint"] == "team@example.org"]


def test_alarms_of_this_account_may_publish_to_the_topic(templates: Templates) -> None:
    [policy] = of_type(templates, "AWS::SNS::TopicPolicy")
    [topic] = [one["Ref"] for one in policy.properties["Topics"]]
    [admitted] = [one for one in policy.properties["PolicyDocument"]["Statement"] if one["Effect"] == "Allow"]
    assert (admitted["Action"], admitted["Resource"]) == ("sns:Publish", {"Ref": topic})
    assert admitted["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert admitted["Condition"] == {"StringEquals": {"AWS:SourceAccount": "123456789012"}}


def test_errors_throttles_but_of_shards_and_the_age_of_the_change_feed_ring(templates: Templates) -> None:
    metrics = [alarm.properties["MetricName"] for alarm in of_type({"o": templates["observability"]}, "AWS::CloudWatch::Alarm")]
    functions = [one for one in of_type(templates, "AWS::Lambda::Function") if one.stack in ("pipeline", "api")]
    assert metrics.count("Errors") == len(functions)
    assert metrics.count("Throttles") == len(functions) - 2
    assert {"IteratorAge", "5xx", "ClusterStatus.red", "ClusterIndexWritesBlocked"} <= set(metrics)


def test_functions_are_arm_traced_and_their_logs_end(templates: Templates) -> None:
    functions = list(of_type(templates, "AWS::Lambda::Function"))
    folders = {folder.parent.name for folder in FUNCTIONS.glob("*/handler.py")}
    assert {one.properties["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"] for one in functions} == folders
    for function in functions:
        assert function.properties["Architectures"] == ["arm64"]
        assert function.properties["Runtime"] == "python3.13"
        assert function.properties["TracingConfig"] == {"Mode": "Active"}
        assert function.properties["LoggingConfig"]["LogGroup"]
    assert all(group.properties["RetentionInDays"] <= 90 for group in of_type(templates, "AWS::Logs::LogGroup"))


def test_the_api_starts_from_a_snapshot_of_a_published_version(templates: Templates) -> None:
    functions = [one for one in of_type(templates, "AWS::Lambda::Function") if one.stack == "api"]
    assert [one.properties["SnapStart"] for one in functions] == [{"ApplyOn": "PublishedVersions"}] * 2
    assert len(list(of_type(templates, "AWS::Lambda::Version"))) == 2


def test_events_fail_one_by_one_and_no_consumer_runs_away(templates: Templates) -> None:
    mappings = list(of_type(templates, "AWS::Lambda::EventSourceMapping"))
    assert len(mappings) == 10
    for mapping in mappings:
        assert mapping.properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        if "StartingPosition" in mapping.properties:
            assert mapping.properties["BisectBatchOnFunctionError"] is True
            assert mapping.properties["DestinationConfig"]["OnFailure"]["Destination"]
        else:
            assert mapping.properties["ScalingConfig"]["MaximumConcurrency"] <= 10
    reserved = [one for one in of_type(templates, "AWS::Lambda::Function") if "ReservedConcurrentExecutions" in one.properties]
    assert {one.properties["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"] for one in reserved} == {
        "batch_job",
        "encode_shard",
    }


def test_rights_to_everything_are_only_those_that_know_no_resource(templates: Templates) -> None:
    for policy, statement in statements(templates):
        assert statement["Effect"] == "Allow"
        assert not [action for action in listed(statement["Action"]) if "*" in str(action)], policy
        if "*" in listed(statement["Resource"]):
            assert set(listed(statement["Action"])) <= FOR_NO_RESOURCE, policy


def test_who_only_reads_the_index_may_end_long_reads_and_delete_nothing_else(templates: Templates) -> None:
    [policy] = [one for one in of_type(templates, "AWS::IAM::Policy") if one.id.startswith("EncodeShardRole")]
    said = [one for one in policy.properties["PolicyDocument"]["Statement"] if "es:" in json.dumps(one["Action"])]
    [deleting] = [one for one in said if "es:ESHttpDelete" in listed(one["Action"])]
    assert "es:ESHttpPut" not in json.dumps(said)
    assert json.dumps(deleting["Resource"]).rstrip('"]}').endswith("/_search/point_in_time")


def test_no_role_has_a_managed_policy(templates: Templates) -> None:
    assert not [role.id for role in of_type(templates, "AWS::IAM::Role") if role.properties.get("ManagedPolicyArns")]


def test_the_api_is_throttled_and_logged(templates: Templates) -> None:
    [stage] = of_type(templates, "AWS::ApiGatewayV2::Stage")
    assert stage.properties["DefaultRouteSettings"]["ThrottlingRateLimit"] == 200
    assert stage.properties["AccessLogSettings"]["DestinationArn"]


def test_the_domain_is_encrypted_and_open_to_this_account_alone(templates: Templates) -> None:
    [domain] = of_type(templates, "AWS::OpenSearchService::Domain")
    assert domain.properties["EncryptionAtRestOptions"] == {"Enabled": True}
    assert domain.properties["NodeToNodeEncryptionOptions"] == {"Enabled": True}
    assert domain.properties["DomainEndpointOptions"]["EnforceHTTPS"] is True
    [statement] = domain.properties["AccessPolicies"]["Statement"]
    assert "123456789012" in json.dumps(statement["Principal"])


def test_one_origin_serves_site_api_and_media_behind_a_guard(templates: Templates) -> None:
    [distribution] = of_type(templates, "AWS::CloudFront::Distribution")
    config = distribution.properties["DistributionConfig"]
    behaviours = {one["PathPattern"]: one for one in config["CacheBehaviors"]}
    assert set(behaviours) == {"/api/*", "/media/*"}
    assert behaviours["/media/*"]["TrustedKeyGroups"]
    assert config["WebACLId"]
    assert config["DefaultCacheBehavior"]["ViewerProtocolPolicy"] == "redirect-to-https"
    assert all(one["ResponseHeadersPolicyId"] for one in (*behaviours.values(), config["DefaultCacheBehavior"]))
    s3_origins = [one for one in config["Origins"] if "S3OriginConfig" in one]
    assert len(s3_origins) == 2
    assert all(one["OriginAccessControlId"] for one in s3_origins)


def test_nothing_inline_runs_and_pages_reach_only_their_own_places(templates: Templates) -> None:
    [headers] = of_type(templates, "AWS::CloudFront::ResponseHeadersPolicy")
    security = headers.properties["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]["ContentSecurityPolicy"]
    text = joined(security["ContentSecurityPolicy"])
    said = {name: places.split() for name, _, places in (one.partition(" ") for one in text.split("; "))}
    assert said["default-src"] == ["'none'"]
    assert said["script-src"] == said["style-src"] == ["'self'"]
    assert "unsafe" not in text
    sign_in = ["https://cognito-idp.us-east-1.amazonaws.com", "https://tests-123456789012.auth.us-east-1.amazoncognito.com"]
    own = "https://s3.us-east-1.amazonaws.com/OBJECTS/"
    assert said["connect-src"] == ["'self'", *sign_in, own]
    assert said["img-src"][:3] == ["'self'", "blob:", "data:"]
    assert {own, "https://s3.us-east-1.amazonaws.com/pictures/"} <= set(said["img-src"])


def joined(value: str | dict[str, Any]) -> str:
    """A text of a template with the name of the house's own bucket, which another stack knows, as ``OBJECTS``."""
    if isinstance(value, str):
        return value
    return "".join(one if isinstance(one, str) else "OBJECTS" for one in value["Fn::Join"][1])


def test_people_sign_in_by_code_and_the_client_has_no_secret(templates: Templates) -> None:
    [client] = of_type(templates, "AWS::Cognito::UserPoolClient")
    [domain] = of_type(templates, "AWS::Cognito::UserPoolDomain")
    said = client.properties
    assert said["GenerateSecret"] is False
    assert set(said["ExplicitAuthFlows"]) == {"ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"}
    assert said["AllowedOAuthFlows"] == ["code"]
    assert said["AllowedOAuthScopes"] == ["openid", "email"]
    [back], [out] = said["CallbackURLs"], said["LogoutURLs"]
    assert (back["Fn::Join"][1][-1], out["Fn::Join"][1][-1]) == ("/signed-in", "/")
    assert domain.properties["Domain"] == "tests-123456789012"


def test_the_api_may_invite_people_to_the_pool_and_no_more(templates: Templates) -> None:
    said = [one for _, one in statements(templates) if any("cognito-idp" in str(action) for action in listed(one["Action"]))]
    assert [listed(one["Action"]) for one in said] == [["cognito-idp:AdminCreateUser", "cognito-idp:AdminGetUser"]]


def test_the_guard_lets_large_bodies_and_the_addresses_of_views_pass(templates: Templates) -> None:
    [guard] = of_type(templates, "AWS::WAFv2::WebACL")
    counted = {
        one["Name"]
        for rule in guard.properties["Rules"]
        for one in rule["Statement"].get("ManagedRuleGroupStatement", {}).get("RuleActionOverrides", [])
    }
    assert {"SizeRestrictions_BODY", "SizeRestrictions_QUERYSTRING"} <= counted
    assert guard.properties["Scope"] == "CLOUDFRONT"


def test_the_guard_counts_what_an_address_asks_of_the_api_and_not_its_pictures(templates: Templates) -> None:
    [guard] = of_type(templates, "AWS::WAFv2::WebACL")
    [rate] = [one for one in guard.properties["Rules"] if "RateBasedStatement" in one["Statement"]]
    said = rate["Statement"]["RateBasedStatement"]
    assert said["ScopeDownStatement"]["ByteMatchStatement"]["SearchString"] == "/api/"
    [alarm] = [one for one in of_type(templates, "AWS::CloudWatch::Alarm") if one.properties["Namespace"] == "AWS/WAFV2"]
    dimensions = {one["Name"]: one["Value"] for one in alarm.properties["Dimensions"]}
    metrics = (guard.properties["VisibilityConfig"]["MetricName"], rate["VisibilityConfig"]["MetricName"])
    assert (dimensions["WebACL"], dimensions["Rule"]) == metrics


def test_a_change_is_told_until_the_stream_forgets_it(templates: Templates) -> None:
    streams = [one for one in of_type(templates, "AWS::Lambda::EventSourceMapping") if "StartingPosition" in one.properties]
    assert len(streams) == 2
    assert all(one.properties["MaximumRetryAttempts"] == -1 for one in streams)


def test_a_planner_is_dead_before_another_takes_its_job() -> None:
    assert pipeline.CONSUMERS["advance_jobs"].timeout_s * 1_000 < PLANNING_MS


def test_stacks_depend_only_on_those_that_live_longer(templates: Templates) -> None:
    for position, name in enumerate(NAMES):
        said = json.dumps(templates[name])
        imported = set(re.findall(r'"Fn::ImportValue": "tests-(\w+):', said))
        assert imported <= set(NAMES[:position]), name


def test_a_template_fits_what_cloudformation_takes(templates: Templates) -> None:
    for name, template in templates.items():
        assert len(template["Resources"]) <= 500, name
        assert len(json.dumps(template)) < 1_000_000, name
