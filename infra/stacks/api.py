"""The HTTP API: two functions of one app behind one gateway."""

from __future__ import annotations

from typing import Any

from aws_cdk import CfnOutput, Stack
from constructs import Construct

from infra.constructs.function import Function
from infra.constructs.http_api import ThrottledApi
from infra.constructs.layers import Layers
from infra.routes import COLUMNS
from infra.stacks.identity import IdentityStack
from infra.stacks.pipeline import PipelineStack
from infra.stage import Stage

TIMEOUT_S = 29


class ApiStack(Stack):
    """Answers people and programs.

    Attributes:
        functions: By folder.
        gateway: The API.
    """

    def __init__(
        self, scope: Construct, name: str, *, stage: Stage, pipeline: PipelineStack, identity: IdentityStack, **kwargs: Any
    ) -> None:
        super().__init__(scope, name, **kwargs)
        layers = Layers(self, "Layers", stage=stage)
        environment = {
            **pipeline.settings,
            "EVERLOOP_ISSUER": identity.issuer,
            "EVERLOOP_CLIENTS_PARAMETER": f"{stage.parameters}/clients",
            "EVERLOOP_MEDIA_KEY": f"{stage.parameters}/media-key",
        }
        built = {
            "serve_api": ("core", "deps"),
            "serve_columns": ("core", "deps", "columns"),
        }
        self.functions = {
            folder: Function(
                self,
                "".join(word.capitalize() for word in folder.split("_")),
                folder=folder,
                stage=stage,
                layers=layers,
                uses=uses,
                environment=environment,
                memory_mb=1769,
                timeout_s=TIMEOUT_S,
                snap_start=stage.snap_start,
            )
            for folder, uses in built.items()
        }
        for function in self.functions.values():
            pipeline.rights.give(function)
        identity.pool.grant(self.functions["serve_api"].role, "cognito-idp:AdminCreateUser", "cognito-idp:AdminGetUser")
        self.gateway = ThrottledApi(
            self,
            "Gateway",
            stage=stage,
            everything=self.functions["serve_api"].entry,
            columns=self.functions["serve_columns"].entry,
            routes=COLUMNS,
        )
        CfnOutput(self, "Url", value=self.gateway.url)
        CfnOutput(self, "ApiId", value=self.gateway.api.api_id)
