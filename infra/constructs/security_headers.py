"""What browsers are told beside every answer: above all, where the site's pages may reach to, and that nothing inline runs."""

from __future__ import annotations

from collections.abc import Iterable

from aws_cdk import Duration
from aws_cdk import aws_cloudfront as cloudfront
from constructs import Construct

OTHER_CLOUDS = ("https://storage.googleapis.com", "https://*.blob.core.windows.net")
"""Where originals of sources in other clouds are read from; buckets on AWS are named one by one."""


class SecurityHeaders(Construct):
    """Headers of the distribution.

    Attributes:
        policy: For every behaviour; an answer's own content policy stays.
    """

    def __init__(
        self, scope: Construct, name: str, *, region: str, sign_in: Iterable[str], own_bucket: str, sources: Iterable[str]
    ) -> None:
        """``sign_in``: origins that the sign-in asks. ``own_bucket``: uploads go there. ``sources``: originals are there."""
        super().__init__(scope, name)
        store = f"https://s3.{region}.amazonaws.com"
        own, others = f"{store}/{own_bucket}/", [f"{store}/{bucket}/" for bucket in sources]
        content = "; ".join(
            (
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                " ".join(("img-src 'self' blob: data:", own, *others, *OTHER_CLOUDS)),
                "font-src 'self'",
                " ".join(("connect-src 'self'", *sign_in, own)),
                "worker-src 'self'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
            )
        )
        self.policy = cloudfront.ResponseHeadersPolicy(
            scope,
            "Headers",
            security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
                content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
                    content_security_policy=content, override=False
                ),
                content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
                frame_options=cloudfront.ResponseHeadersFrameOptions(
                    frame_option=cloudfront.HeadersFrameOption.DENY, override=True
                ),
                referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
                    referrer_policy=cloudfront.HeadersReferrerPolicy.SAME_ORIGIN, override=True
                ),
                strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
                    access_control_max_age=Duration.days(365), include_subdomains=True, override=True
                ),
            ),
            custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(
                custom_headers=[
                    cloudfront.ResponseCustomHeader(header="Cross-Origin-Opener-Policy", value="same-origin", override=True)
                ]
            ),
        )
