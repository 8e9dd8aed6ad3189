"""Draws the architecture from the synthesized templates, as Mermaid: ``python -m infra.picture`` writes ``PICTURE.md``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from infra.app import NAMES
from infra.assembly import synthesized
from infra.stage import Stage

FILE = Path(__file__).parent / "PICTURE.md"
DRAWN = Stage(
    name="drawn",
    account="123456789012",
    region="us-east-1",
    wheels=False,
    sources=("your-bucket",),
    batch_image="123456789012.dkr.ecr.us-east-1.amazonaws.com/everloop:1",
)
HEAD = "What `make deploy` makes, drawn by `python -m infra.picture` from the synthesized templates.\n\n"
Templates = Mapping[str, Mapping[str, Any]]


def picture(templates: Templates) -> str:
    """Events (solid) and what functions write to (dotted), as a Mermaid flow chart in a Markdown file."""
    lines = sorted({*_asked(templates), *_fed(templates), *_told(templates), *_indexing(templates)})
    return HEAD + "```mermaid\nflowchart LR\n" + "\n".join(f"  {line}" for line in lines) + "\n```\n"


def _asked(templates: Templates) -> Iterator[str]:
    """Browsers → distribution → API → functions."""
    for behaviour in _one(templates, "AWS::CloudFront::Distribution")["DistributionConfig"]["CacheBehaviors"]:
        place = {"/api/*": "api[HTTP API]", "/media/*": "objects[(objects bucket)]"}[behaviour["PathPattern"]]
        yield f'cdn([CloudFront]) -- "{behaviour["PathPattern"]}" --> {place}'
    yield "cdn([CloudFront]) --> site[(site bucket)]"
    for folder in _functions(templates["api"]).values():
        yield f"api[HTTP API] --> {folder}"


def _fed(templates: Templates) -> Iterator[str]:
    """Streams and queues → functions."""
    folders = _functions(templates["pipeline"])
    for _, mapping in _of(templates["pipeline"], "AWS::Lambda::EventSourceMapping"):
        folder = folders[mapping["FunctionName"]["Ref"]]
        if "StartingPosition" in mapping:
            yield f"tables[(catalogue, workflow)] -- streams --> {folder}"
            continue
        queue = mapping["EventSourceArn"]["Fn::GetAtt"][0]
        yield f"q_{folder}>queue + dead letters] --> {folder}"
        if any(_names(rule, queue) for _, rule in _of(templates["pipeline"], "AWS::Events::Rule")):
            yield f"events{{{{EventBridge: S3, SageMaker}}}} --> q_{folder}>queue + dead letters]"
        else:
            yield f"dispatch_changes --> q_{folder}>queue + dead letters]"


def _told(templates: Templates) -> Iterator[str]:
    """The clock → its function."""
    folders = _functions(templates["pipeline"])
    for _, schedule in _of(templates["pipeline"], "AWS::Scheduler::Schedule"):
        folder = folders[schedule["Target"]["Arn"]["Fn::GetAtt"][0]]
        yield f'clock{{{{Scheduler}}}} -- "{schedule["ScheduleExpression"]}" --> {folder}'


def _indexing(templates: Templates) -> Iterator[str]:
    """Functions → what their rights let them write to or start."""
    for stack in ("pipeline", "api"):
        folders = {one["Role"]["Fn::GetAtt"][0]: name for one, name in _with_roles(templates[stack])}
        for _, policy in _of(templates[stack], "AWS::IAM::Policy"):
            said = json.dumps(policy["PolicyDocument"])
            for role in policy["Roles"]:
                folder = folders.get(role["Ref"])
                if folder is None:
                    continue
                if "es:ESHttpPut" in said:
                    yield f"{folder} -.-> search[(OpenSearch)]"
                if "dynamodb:PutItem" in said:
                    yield f"{folder} -.-> tables[(catalogue, workflow)]"
                if "s3:PutObject" in said:
                    yield f"{folder} -.-> objects[(objects bucket)]"
                if "lambda:InvokeFunction" in said:
                    yield f"{folder} -.-> batch_job"
                    yield f"{folder} -.-> encode_shard"
                if "sagemaker:CreateProcessingJob" in said:
                    yield f"{folder} -.-> batch[[SageMaker Processing]]"


def _functions(template: Mapping[str, Any]) -> dict[str, str]:
    """Folders by logical id."""
    return {
        id_: one["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"] for id_, one in _of(template, "AWS::Lambda::Function")
    }


def _with_roles(template: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    names = _functions(template)
    for id_, one in _of(template, "AWS::Lambda::Function"):
        yield one, names[id_]


def _names(rule: Mapping[str, Any], queue: str) -> bool:
    return f'["{queue}", "Arn"]' in json.dumps(rule["Targets"])


def _of(template: Mapping[str, Any], kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for id_, one in template["Resources"].items():
        if one["Type"] == kind:
            yield id_, one["Properties"]


def _one(templates: Templates, kind: str) -> Mapping[str, Any]:
    [found] = [one for template in templates.values() for _, one in _of(template, kind)]
    return found


def drawn() -> str:
    """The picture of a deployment with everything."""
    place = synthesized(DRAWN)
    return picture({name: json.loads((place / f"{DRAWN.name}-{name}.template.json").read_text()) for name in NAMES})


if __name__ == "__main__":
    FILE.write_text(drawn())
