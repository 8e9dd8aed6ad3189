"""An HTTP API before functions: throttled, its accesses logged."""

from __future__ import annotations

import json
from collections.abc import Iterable

from aws_cdk import RemovalPolicy
from aws_cdk import aws_apigatewayv2 as gateway
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.reasons import acknowledge
from infra.stage import Stage

LOGGED = {
    "requestId": "$context.requestId",
    "ip": "$context.identity.sourceIp",
    "at": "$context.requestTime",
    "method": "$context.httpMethod",
    "route": "$context.routeKey",
    "status": "$context.status",
    "length": "$context.responseLength",
    "latency_ms": "$context.responseLatency",
    "error": "$context.integrationErrorMessage",
}
VERIFIED_BY_THE_APP = (
    "The app verifies each request in both houses with the same code: Cognito's tokens against the pool's public keys, "
    "Everloop's own tokens by their hash in the table. Which routes are public is declared beside each route and tested."
)


class ThrottledApi(Construct):
    """Everything goes to one function, some routes to another. Metrics are the whole API's: those of each route are paid one by
    one, and the app's own lines name the path.

    Attributes:
        api: The HTTP API.
        url: Where it answers, without a slash at the end.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        stage: Stage,
        everything: lambda_.IFunction,
        columns: lambda_.IFunction,
        routes: Iterable[tuple[str, str]],
    ) -> None:
        super().__init__(scope, name)
        self.api = gateway.HttpApi(self, "Api", create_default_stage=False, description=f"Everloop {stage.name}")
        group = logs.LogGroup(
            self,
            "Accesses",
            retention=logs.RetentionDays.THREE_MONTHS,
            removal_policy=RemovalPolicy.RETAIN if stage.keep else RemovalPolicy.DESTROY,
        )
        gateway.CfnStage(
            self,
            "Stage",
            api_id=self.api.api_id,
            stage_name="$default",
            auto_deploy=True,
            default_route_settings=gateway.CfnStage.RouteSettingsProperty(
                throttling_rate_limit=stage.requests_per_second,
                throttling_burst_limit=stage.burst,
            ),
            access_log_settings=gateway.CfnStage.AccessLogSettingsProperty(
                destination_arn=group.log_group_arn, format=json.dumps(LOGGED)
            ),
        )
        self._route("Everything", everything, [("ANY", "/"), ("ANY", "/{proxy+}")])
        self._route("Columns", columns, routes)
        self.url = self.api.api_endpoint
        acknowledge(self.api, VERIFIED_BY_THE_APP, "APIG4", "COG4")

    def _route(self, name: str, function: lambda_.IFunction, routes: Iterable[tuple[str, str]]) -> None:
        integration = integrations.HttpLambdaIntegration(name, function, scope_permission_to_route=False)
        for method, path in routes:
            self.api.add_routes(path=path, methods=[gateway.HttpMethod[method]], integration=integration)
