"""One origin for site, API and media: the distribution, what it serves, and the web client of the user pool."""

from __future__ import annotations

from typing import Any

from aws_cdk import CfnOutput, Duration, Fn, RemovalPolicy, Stack
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ssm as ssm
from aws_cdk import aws_wafv2 as waf
from constructs import Construct

from infra.constructs.layers import Layers
from infra.constructs.media_key import MediaKey
from infra.constructs.security_headers import SecurityHeaders
from infra.reasons import acknowledge
from infra.stacks.api import ApiStack
from infra.stacks.identity import IdentityStack
from infra.stacks.storage import StorageStack
from infra.stage import Stage

GLOBAL_REGION = "us-east-1"
ONE_PAGE = """
function handler(event) {
  var request = event.request;
  if (request.uri.lastIndexOf('.') < request.uri.lastIndexOf('/')) request.uri = '/index.html';
  return request;
}
"""
BELOW_MEDIA = """
function handler(event) {
  event.request.uri = event.request.uri.replace(/^\\/media/, '');
  return event.request;
}
"""
BACK = "/signed-in"
"""The site's path that the sign-in page leads back to."""
REFUSED_REQUESTS = (
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesAmazonIpReputationList",
)
COUNTED = (
    "SizeRestrictions_BODY",
    "CrossSiteScripting_BODY",
    "GenericRFI_BODY",
    "GenericLFI_BODY",
    "EC2MetaDataSSRF_BODY",
    "SizeRestrictions_QUERYSTRING",
)
"""Not refused: labels and lists of addresses are large bodies full of addresses, and the app checks them itself; the site keeps
its views in its address, which may well be longer than the 2,048 bytes that the rule allows."""
REQUESTS_BY_ADDRESS = 20_000
"""To the API, in five minutes. Pictures are not counted: each is a request, they are behind signed cookies, and a team has one
address; ten people who look at a hundred screens each ask for more than 40,000."""


GUARD, BY_ADDRESS = "Guard", "RequestsByAddress"
"""The names of the guard and of that rule, in metrics."""


class WebStack(Stack):
    """What browsers meet.

    Attributes:
        distribution: In front of everything.
        sign_in: The origin of the page that people sign in at.
        client: Of the user pool, for the site.
        site: The bucket of the static site.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        stage: Stage,
        storage: StorageStack,
        identity: IdentityStack,
        api: ApiStack,
        **kwargs: Any,
    ) -> None:
        super().__init__(scope, name, **kwargs)
        self._stage = stage
        prefix = f"{stage.name.lower()}-{self.account}"
        self.sign_in = f"https://{prefix}.auth.{self.region}.amazoncognito.com"
        self.site = self._site(storage)
        key = MediaKey(self, "MediaKey", stage=stage, layers=Layers(self, "Layers", stage=stage))
        headers = SecurityHeaders(
            self,
            "Security",
            region=self.region,
            sign_in=(f"https://cognito-idp.{self.region}.amazonaws.com", self.sign_in),
            own_bucket=storage.objects.bucket_name,
            sources=stage.sources,
        )
        self.distribution = self._distribution(storage, api, key, headers.policy)
        self.client = self._web_client(identity)
        cognito.UserPoolDomain(
            self, "SignIn", user_pool=identity.pool, cognito_domain=cognito.CognitoDomainOptions(domain_prefix=prefix)
        )
        _acknowledge(self.distribution, guarded=bool(self._web_acl))
        CfnOutput(self, "Url", value=self._address)
        CfnOutput(self, "SiteBucket", value=self.site.bucket_name)
        CfnOutput(self, "DistributionId", value=self.distribution.distribution_id)
        CfnOutput(self, "ClientId", value=self.client.user_pool_client_id)
        CfnOutput(self, "Issuer", value=identity.issuer)
        CfnOutput(self, "SignInUrl", value=self.sign_in)

    @property
    def _address(self) -> str:
        return f"https://{self.distribution.distribution_domain_name}"

    def _web_client(self, identity: IdentityStack) -> cognito.UserPoolClient:
        client = cognito.UserPoolClient(
            self,
            "Client",
            user_pool=identity.pool,
            generate_secret=False,
            auth_flows=cognito.AuthFlow(user_srp=True, user_password=self._stage.password_sign_in),
            prevent_user_existence_errors=True,
            id_token_validity=Duration.hours(1),
            access_token_validity=Duration.hours(1),
            refresh_token_validity=Duration.days(30),
            enable_token_revocation=True,
            supported_identity_providers=[cognito.UserPoolClientIdentityProvider.COGNITO],
            o_auth=cognito.OAuthSettings(
                flows=cognito.OAuthFlows(authorization_code_grant=True),
                scopes=[cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL],
                callback_urls=[f"{self._address}{BACK}"],
                logout_urls=[f"{self._address}/"],
            ),
        )
        ssm.StringParameter(
            self, "Clients", parameter_name=f"{self._stage.parameters}/clients", string_value=client.user_pool_client_id
        )
        return client

    def _site(self, storage: StorageStack) -> s3.Bucket:
        return s3.Bucket(
            self,
            "Site",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            server_access_logs_bucket=s3.Bucket.from_bucket_name(self, "AccessLogs", storage.access_logs.bucket_name),
            server_access_logs_prefix="site/",
            removal_policy=RemovalPolicy.DESTROY,
        )

    def _distribution(
        self, storage: StorageStack, api: ApiStack, key: MediaKey, headers: cloudfront.ResponseHeadersPolicy
    ) -> cloudfront.Distribution:
        to_api = origins.HttpOrigin(Fn.select(2, Fn.split("/", api.gateway.url)), read_timeout=Duration.seconds(30))
        dynamic = cloudfront.BehaviorOptions(
            origin=to_api,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
            origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
            response_headers_policy=headers,
        )
        media = s3.Bucket.from_bucket_attributes(
            self,
            "Media",
            bucket_arn=storage.objects.bucket_arn,
            bucket_regional_domain_name=storage.objects.bucket_regional_domain_name,
        )
        thumbnails = cloudfront.BehaviorOptions(
            origin=origins.S3BucketOrigin.with_origin_access_control(media),
            cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
            response_headers_policy=headers,
            trusted_key_groups=[key.group],
            function_associations=[self._at_the_edge("BelowMedia", BELOW_MEDIA)],
        )
        return cloudfront.Distribution(
            self,
            "Distribution",
            comment=f"Everloop {self._stage.name}",
            default_root_object="index.html",
            default_behavior=cloudfront.BehaviorOptions(
                origin=origins.S3BucketOrigin.with_origin_access_control(self.site),
                viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
                response_headers_policy=headers,
                function_associations=[self._at_the_edge("OnePage", ONE_PAGE)],
            ),
            additional_behaviors={"/api/*": dynamic, "/media/*": thumbnails},
            log_bucket=s3.Bucket.from_bucket_attributes(
                self,
                "DistributionLogs",
                bucket_arn=storage.access_logs.bucket_arn,
                bucket_regional_domain_name=storage.access_logs.bucket_regional_domain_name,
            ),
            log_file_prefix="distribution/",
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
            web_acl_id=self._web_acl,
        )

    def _at_the_edge(self, name: str, code: str) -> cloudfront.FunctionAssociation:
        return cloudfront.FunctionAssociation(
            event_type=cloudfront.FunctionEventType.VIEWER_REQUEST,
            function=cloudfront.Function(
                self, name, code=cloudfront.FunctionCode.from_inline(code), runtime=cloudfront.FunctionRuntime.JS_2_0
            ),
        )

    @property
    def _web_acl(self) -> str | None:
        if self._stage.web_acl_arn:
            return self._stage.web_acl_arn
        if self._stage.region != GLOBAL_REGION:
            return None
        made = self.node.try_find_child("Guard") or _guard(self)
        assert isinstance(made, waf.CfnWebACL)
        return made.attr_arn


def _guard(stack: Stack) -> waf.CfnWebACL:
    def seen(name: str) -> waf.CfnWebACL.VisibilityConfigProperty:
        return waf.CfnWebACL.VisibilityConfigProperty(
            cloud_watch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=True
        )

    managed = [
        waf.CfnWebACL.RuleProperty(
            name=name,
            priority=number,
            override_action=waf.CfnWebACL.OverrideActionProperty(none={}),
            statement=waf.CfnWebACL.StatementProperty(
                managed_rule_group_statement=waf.CfnWebACL.ManagedRuleGroupStatementProperty(
                    name=name,
                    vendor_name="AWS",
                    rule_action_overrides=[
                        waf.CfnWebACL.RuleActionOverrideProperty(
                            name=rule, action_to_use=waf.CfnWebACL.RuleActionProperty(count={})
                        )
                        for rule in (COUNTED if name == REFUSED_REQUESTS[0] else ())
                    ],
                )
            ),
            visibility_config=seen(name),
        )
        for number, name in enumerate(REFUSED_REQUESTS)
    ]
    rate = waf.CfnWebACL.RuleProperty(
        name=BY_ADDRESS,
        priority=len(managed),
        action=waf.CfnWebACL.RuleActionProperty(block={}),
        statement=waf.CfnWebACL.StatementProperty(
            rate_based_statement=waf.CfnWebACL.RateBasedStatementProperty(
                limit=REQUESTS_BY_ADDRESS, aggregate_key_type="IP", scope_down_statement=_of_api()
            )
        ),
        visibility_config=seen(BY_ADDRESS),
    )
    return waf.CfnWebACL(
        stack,
        "Guard",
        scope="CLOUDFRONT",
        default_action=waf.CfnWebACL.DefaultActionProperty(allow={}),
        rules=[*managed, rate],
        visibility_config=seen(GUARD),
    )


def _of_api() -> waf.CfnWebACL.StatementProperty:
    return waf.CfnWebACL.StatementProperty(
        byte_match_statement=waf.CfnWebACL.ByteMatchStatementProperty(
            field_to_match=waf.CfnWebACL.FieldToMatchProperty(uri_path={}),
            positional_constraint="STARTS_WITH",
            search_string="/api/",
            text_transformations=[waf.CfnWebACL.TextTransformationProperty(priority=0, type="NONE")],
        )
    )


def _acknowledge(distribution: cloudfront.Distribution, *, guarded: bool) -> None:
    acknowledge(distribution, "The team's people may be anywhere.", "CFR1")
    acknowledge(
        distribution, "The distribution's own name has CloudFront's certificate; a domain of one's own brings another.", "CFR4"
    )
    if not guarded:
        reason = "A web ACL for CloudFront lives in us-east-1; this stage names neither that region nor an ACL (web_acl_arn)."
        acknowledge(distribution, reason, "CFR2")
