"""The OpenSearch domain, read and written by roles alone; or the node that the stage names."""

from __future__ import annotations

from typing import Any

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_opensearchservice as opensearch
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra import sizing
from infra.reasons import acknowledge
from infra.stage import Stage

VERSION = "OpenSearch_2.19"
LOGS = ("SEARCH_SLOW_LOGS", "INDEX_SLOW_LOGS", "ES_APPLICATION_LOGS")


class SearchStack(Stack):
    """Documents of items. The index can be made anew from the tables at any time: it is no place where anything is kept.

    Attributes:
        url: Where the index answers.
        arn, domain: The domain; None where the stage names a node.
        shards: Of a new index.
    """

    def __init__(self, scope: Construct, name: str, *, stage: Stage, **kwargs: Any) -> None:
        super().__init__(scope, name, **kwargs)
        self.domain: opensearch.CfnDomain | None = None
        self.arn: str | None = None
        self.shards = 1
        if stage.search_endpoint:
            self.url = stage.search_endpoint
        else:
            self.domain = self._domain(stage)
            self.url = f"https://{self.domain.attr_domain_endpoint}"
            self.arn = self.format_arn(service="es", resource="domain", resource_name=f"{stage.name}-search")
        ssm.StringParameter(self, "Address", parameter_name=f"{stage.parameters}/search", string_value=self.url)

    def _domain(self, stage: Stage) -> opensearch.CfnDomain:
        name = f"{stage.name}-search"
        size = sizing.domain(stage.items)
        self.shards = size.shards
        many = stage.search_nodes > 1
        group = logs.LogGroup(self, "Logs", retention=logs.RetentionDays.ONE_MONTH, removal_policy=RemovalPolicy.DESTROY)
        group.grant_write(iam.ServicePrincipal("es.amazonaws.com"))
        published = opensearch.CfnDomain.LogPublishingOptionProperty(
            cloud_watch_logs_log_group_arn=group.log_group_arn, enabled=True
        )
        domain = opensearch.CfnDomain(
            self,
            "Domain",
            domain_name=name,
            engine_version=VERSION,
            cluster_config=opensearch.CfnDomain.ClusterConfigProperty(
                instance_type=stage.search_instance or size.instance,
                instance_count=stage.search_nodes,
                zone_awareness_enabled=many,
                zone_awareness_config=opensearch.CfnDomain.ZoneAwarenessConfigProperty(availability_zone_count=2)
                if many
                else None,
            ),
            ebs_options=opensearch.CfnDomain.EBSOptionsProperty(
                ebs_enabled=True, volume_type="gp3", volume_size=stage.search_gigabytes or size.gigabytes
            ),
            encryption_at_rest_options=opensearch.CfnDomain.EncryptionAtRestOptionsProperty(enabled=True),
            node_to_node_encryption_options=opensearch.CfnDomain.NodeToNodeEncryptionOptionsProperty(enabled=True),
            domain_endpoint_options=opensearch.CfnDomain.DomainEndpointOptionsProperty(
                enforce_https=True, tls_security_policy="Policy-Min-TLS-1-2-PFS-2023-10"
            ),
            access_policies=self._account_alone(name),
            log_publishing_options=dict.fromkeys(LOGS, published),
        )
        domain.node.add_dependency(group)  # and on the rights to it, which the domain checks as it is made
        domain.apply_removal_policy(RemovalPolicy.DESTROY)
        _acknowledge(domain)
        return domain

    def _account_alone(self, name: str) -> dict[str, Any]:
        arn = self.format_arn(service="es", resource="domain", resource_name=f"{name}/*")
        statement = iam.PolicyStatement(
            actions=["es:ESHttp*"], principals=[iam.AccountPrincipal(self.account)], resources=[arn]
        )
        document: dict[str, Any] = self.resolve(iam.PolicyDocument(statements=[statement]).to_json())
        return document


def _acknowledge(domain: opensearch.CfnDomain) -> None:
    role = "Every request is signed by a role of this account, which the domain's policy and the role's own both must allow."
    acknowledge(
        domain, f"{role} A network of one's own would put functions behind gateways that cost more than all else.", "OS1"
    )
    acknowledge(domain, f"{role} Functions have no addresses that could be listed.", "OS3")
    acknowledge(
        domain, "The index can be made anew from the tables; masters and zones are the stage's size to choose.", "OS4", "OS7"
    )
    acknowledge(domain, role, "OS5")
