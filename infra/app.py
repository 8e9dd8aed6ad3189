"""The app that ``cdk`` runs: all stacks of one stage. ``cdk deploy --all -c stage=stage.json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aws_cdk import App, Environment, Stack, Tags, Validations
from cdk_nag import AwsSolutionsChecks

from infra.stacks.api import ApiStack
from infra.stacks.identity import IdentityStack
from infra.stacks.observability import ObservabilityStack
from infra.stacks.pipeline import PipelineStack
from infra.stacks.search import SearchStack
from infra.stacks.storage import StorageStack
from infra.stacks.web import WebStack
from infra.stage import Stage

NAMES = ("storage", "search", "pipeline", "identity", "api", "web", "observability")
"""In the order of deployment: each stack depends only on those before it."""
SEES_LAYERS = "@aws-cdk/aws-lambda:recognizeLayerVersion"
"""Has CDK publish a new version of a function when its layers change too, where all its code is: else a snapshot stays."""


@dataclass(frozen=True, slots=True)
class Stacks:
    """The stacks of one stage."""

    storage: StorageStack
    search: SearchStack
    pipeline: PipelineStack
    identity: IdentityStack
    api: ApiStack
    web: WebStack
    observability: ObservabilityStack

    def all(self) -> list[Stack]:
        """In the order of deployment."""
        return [getattr(self, name) for name in NAMES]


def stacks(app: App, stage: Stage) -> Stacks:
    """Make all stacks of a stage."""
    app.node.set_context(SEES_LAYERS, True)
    given: Mapping[str, Any] = {"stage": stage, "env": Environment(account=stage.account, region=stage.region)}

    def name(stack: str) -> str:
        return f"{stage.name}-{stack}"

    storage = StorageStack(app, name("storage"), **given)
    search = SearchStack(app, name("search"), **given)
    pipeline = PipelineStack(app, name("pipeline"), storage=storage, search=search, **given)
    identity = IdentityStack(app, name("identity"), **given)
    api = ApiStack(app, name("api"), pipeline=pipeline, identity=identity, **given)
    web = WebStack(app, name("web"), storage=storage, identity=identity, api=api, **given)
    observability = ObservabilityStack(
        app, name("observability"), storage=storage, search=search, pipeline=pipeline, api=api, **given
    )
    Tags.of(app).add("everloop:stage", stage.name)
    return Stacks(storage, search, pipeline, identity, api, web, observability)


def main() -> None:
    """Synthesize; a finding of cdk-nag without a written reason fails."""
    app = App()
    stacks(app, Stage.read({name: app.node.try_get_context(name) for name in ("stage", *Stage.__dataclass_fields__)}))
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    app.synth()


if __name__ == "__main__":
    main()
