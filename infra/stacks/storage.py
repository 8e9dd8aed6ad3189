"""What must outlive everything: the two tables, the media and results buckets."""

from __future__ import annotations

from typing import Any

from aws_cdk import CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.stage import Stage

BY_INDEX = "by_index"


class StorageStack(Stack):
    """Tables on demand with streams; buckets that only this account's distributions and roles may read, by TLS alone.

    Attributes:
        tables: "catalogue" and "workflow".
        objects: Media and results: thumbnails, sets, column tables, exports, reports.
        access_logs: Who read what in ``objects``.
        objects_arn: Of ``objects``, as other stacks know it.
        alarms: Who hears of alarms.
    """

    def __init__(self, scope: Construct, name: str, *, stage: Stage, **kwargs: Any) -> None:
        super().__init__(scope, name, **kwargs)
        self._stage = stage
        self.tables = {one: self._table(one) for one in ("catalogue", "workflow")}
        self.access_logs = self._bucket("AccessLogs", expire_days=90)
        self.objects = self._bucket("Objects", logged=True)
        self.objects_arn = self.export_value(self.objects.bucket_arn)
        self._admit_distributions()
        self.alarms = self._alarms()
        if stage.alarm_email:
            self.alarms.add_subscription(subscriptions.EmailSubscription(stage.alarm_email))
        CfnOutput(self, "ObjectsBucket", value=self.objects.bucket_name)
        for name, table in self.tables.items():
            CfnOutput(self, f"{name.capitalize()}Table", value=table.table_name)

    def _table(self, name: str) -> dynamodb.TableV2:
        text = dynamodb.AttributeType.STRING
        return dynamodb.TableV2(
            self,
            name.capitalize(),
            partition_key=dynamodb.Attribute(name="pk", type=text),
            sort_key=dynamodb.Attribute(name="sk", type=text),
            billing=dynamodb.Billing.on_demand(),
            global_secondary_indexes=[
                dynamodb.GlobalSecondaryIndexPropsV2(
                    index_name=BY_INDEX,
                    partition_key=dynamodb.Attribute(name="ipk", type=text),
                    sort_key=dynamodb.Attribute(name="isk", type=text),
                    projection_type=dynamodb.ProjectionType.KEYS_ONLY,
                )
            ],
            dynamo_stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(point_in_time_recovery_enabled=True),
            deletion_protection=self._stage.keep,
            removal_policy=self._removal,
        )

    def _bucket(self, name: str, *, expire_days: int | None = None, logged: bool = False) -> s3.Bucket:
        rules = [s3.LifecycleRule(abort_incomplete_multipart_upload_after=Duration.days(2))]
        if expire_days:
            rules.append(s3.LifecycleRule(expiration=Duration.days(expire_days)))
        bucket = s3.Bucket(
            self,
            name,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            lifecycle_rules=rules,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_PREFERRED
            if not logged
            else s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            server_access_logs_bucket=self.access_logs if logged else None,
            server_access_logs_prefix="objects/" if logged else None,
            removal_policy=self._removal,
        )
        if logged:
            made = bucket.node.default_child
            assert isinstance(made, s3.CfnBucket)
            made.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
                event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(event_bridge_enabled=True)
            )
        return bucket

    def _alarms(self) -> sns.Topic:
        """A topic with a policy of its own (that of TLS) has lost SNS's default one: who may publish must be said."""
        alarms = sns.Topic(self, "Alarms", enforce_ssl=True, display_name=f"Everloop {self._stage.name}")
        alarms.add_to_resource_policy(
            iam.PolicyStatement(
                actions=["sns:Publish"],
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                resources=[alarms.topic_arn],
                conditions={"StringEquals": {"AWS:SourceAccount": self.account}},
            )
        )
        return alarms

    def _admit_distributions(self) -> None:
        """Any distribution of this account, so that storage need not know the web stack."""
        self.objects.add_to_resource_policy(
            iam.PolicyStatement(
                actions=["s3:GetObject"],
                principals=[iam.ServicePrincipal("cloudfront.amazonaws.com")],
                resources=[self.objects.arn_for_objects("*/thumbnails/*")],
                conditions={"ArnLike": {"AWS:SourceArn": f"arn:{self.partition}:cloudfront::{self.account}:distribution/*"}},
            )
        )

    @property
    def _removal(self) -> RemovalPolicy:
        return RemovalPolicy.RETAIN if self._stage.keep else RemovalPolicy.DESTROY
