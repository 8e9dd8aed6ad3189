"""Who people are: a Cognito pool. What they may do is in the tables."""

from __future__ import annotations

from typing import Any

from aws_cdk import CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from infra.reasons import acknowledge
from infra.stage import Stage


class IdentityStack(Stack):
    """People, made by an admin; nobody signs up by himself.

    Attributes:
        pool: The user pool; its web client belongs to the web stack.
        issuer: What its tokens name as their maker.
    """

    def __init__(self, scope: Construct, name: str, *, stage: Stage, **kwargs: Any) -> None:
        super().__init__(scope, name, **kwargs)
        self.pool = cognito.UserPool(
            self,
            "People",
            self_sign_up_enabled=False,
            sign_in_aliases=cognito.SignInAliases(email=True),
            auto_verify=cognito.AutoVerifiedAttrs(email=True),
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            mfa=cognito.Mfa.OPTIONAL,
            mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False),
            password_policy=cognito.PasswordPolicy(
                min_length=12,
                require_digits=True,
                require_lowercase=True,
                require_uppercase=True,
                require_symbols=True,
                temp_password_validity=Duration.days(3),
            ),
            deletion_protection=stage.keep,
            removal_policy=RemovalPolicy.RETAIN if stage.keep else RemovalPolicy.DESTROY,
        )
        self.issuer = f"https://cognito-idp.{self.region}.amazonaws.com/{self.pool.user_pool_id}"
        acknowledge(
            self.pool, "A second factor is each person's choice; teams that want it for all set it in the pool.", "COG2"
        )
        acknowledge(
            self.pool, "Threat protection is a plan that is paid by person; nobody can sign up by himself.", "COG3", "COG8"
        )
        CfnOutput(self, "PoolId", value=self.pool.user_pool_id)
