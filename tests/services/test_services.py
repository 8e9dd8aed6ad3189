from __future__ import annotations

import json
import urllib.request

import boto3


def test_opensearch_answers_with_its_nearest_neighbour_plugin(opensearch_node: str) -> None:
    with urllib.request.urlopen(f"{opensearch_node}/_cat/plugins?format=json", timeout=10) as answer:
        plugins = json.loads(answer.read())
    assert any("KNN" in plugin["component"] for plugin in plugins)


def test_dynamodb_answers(dynamodb_local: str) -> None:
    client = boto3.client(
        "dynamodb",
        endpoint_url=dynamodb_local,
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )
    assert "TableNames" in client.list_tables()
    client.close()
