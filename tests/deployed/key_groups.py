"""Public keys and key groups of CloudFront by CloudFormation, which MiniStack knows by their API alone. It imports no test."""

from __future__ import annotations

from typing import Any

from ministack.services import cloudfront
from ministack.services.cloudformation import provisioners

KINDS = {
    "AWS::CloudFront::PublicKey": ("PublicKeyConfig", cloudfront._public_keys, cloudfront._pk_id),
    "AWS::CloudFront::KeyGroup": ("KeyGroupConfig", cloudfront._key_groups, cloudfront._kg_id),
}


def teach() -> None:
    """Have MiniStack make and delete both."""
    for kind, (config, kept, new_id) in KINDS.items():
        provisioners._RESOURCE_HANDLERS[kind] = {"create": _making(config, kept, new_id), "delete": _deleting(kept)}


def _making(config: str, kept: Any, new_id: Any) -> Any:
    def make(logical_id: str, properties: dict[str, Any], stack: str) -> tuple[str, dict[str, str]]:
        id_, made_at = new_id(), provisioners.now_iso()
        said = {"Comment": "", **properties[config]}
        kept[id_] = {"Id": id_, "ETag": id_, "CreatedTime": made_at, "LastModifiedTime": made_at, "Config": said}
        return id_, {"Id": id_}

    return make


def _deleting(kept: Any) -> Any:
    def delete(id_: str, properties: dict[str, Any]) -> None:
        kept.pop(id_, None)

    return delete
