"""People of a user pool, made when they are added to a workspace: Cognito writes them a first password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from everloop.adapters.aws.failures import code_of, translated
from everloop.domain.errors import Invalid
from everloop.domain.ids import UserId

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.type_defs import AttributeTypeTypeDef

THERE = "UsernameExistsException"
REFUSED = ("InvalidParameterException", "CodeDeliveryFailureException")


class PoolPeople:
    """The people of one pool, by email address."""

    def __init__(self, client: CognitoIdentityProviderClient, pool: str) -> None:
        self._client, self._pool = client, pool

    def invite(self, email: str) -> UserId:
        """See ``house.People``."""
        try:
            said = self._client.admin_create_user(
                UserPoolId=self._pool,
                Username=email,
                UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
                DesiredDeliveryMediums=["EMAIL"],
            )["User"]["Attributes"]
        except ClientError as error:
            code = code_of(error)
            if code in REFUSED:
                raise Invalid(f"Nobody can be invited at {email}: {error.response['Error'].get('Message', code)}") from error
            if code != THERE:
                with translated("Inviting somebody"):
                    raise
            return self._known(email)
        return _name_of(said)

    def _known(self, email: str) -> UserId:
        with translated("Looking somebody up"):
            return _name_of(self._client.admin_get_user(UserPoolId=self._pool, Username=email)["UserAttributes"])


def _name_of(attributes: list[AttributeTypeTypeDef]) -> UserId:
    return UserId(next(one["Value"] for one in attributes if one["Name"] == "sub"))
