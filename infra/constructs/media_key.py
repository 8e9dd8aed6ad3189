"""The key pair that media's cookies are signed with: made in the account; the private half is the deployment's one secret."""

from __future__ import annotations

from aws_cdk import CustomResource, RemovalPolicy
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_secretsmanager as secrets
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra.constructs.function import Function
from infra.constructs.layers import Layers
from infra.reasons import acknowledge
from infra.stage import Stage


class MediaKey(Construct):
    """A key that a function makes when the stack is made, and again when ``Stage.media_key`` rises.

    Attributes:
        group: Who may read media: whoever has a cookie that this key signed.
    """

    def __init__(self, scope: Construct, name: str, *, stage: Stage, layers: Layers) -> None:
        super().__init__(scope, name)
        self.secret = secrets.Secret(
            self, "Secret", secret_name=f"{stage.parameters}/media-key", removal_policy=RemovalPolicy.DESTROY
        )
        acknowledge(
            self.secret, "It is rotated by raising the stage's media_key: the distribution must learn the new half too.", "SMG4"
        )
        maker = Function(self, "Maker", folder="make_media_key", stage=stage, layers=layers, environment={}, memory_mb=1024)
        self.secret.grant_write(maker.role)
        self.secret.grant_read(maker.role)
        made = CustomResource(
            self,
            "Made",
            service_token=maker.function.function_arn,
            resource_type="Custom::MediaKey",
            properties={"Secret": self.secret.secret_arn, "Number": str(stage.media_key)},
        )
        made.node.add_dependency(maker.role)
        key = cloudfront.PublicKey(self, f"Public{stage.media_key}", encoded_key=made.get_att_string("PublicKey"))
        self.group = cloudfront.KeyGroup(self, "Group", items=[key])
        ssm.StringParameter(self, "Id", parameter_name=f"{stage.parameters}/media-key", string_value=key.public_key_id)
