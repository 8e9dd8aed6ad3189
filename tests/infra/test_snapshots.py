"""The API answers from a snapshot, and from the newest one."""

from __future__ import annotations

from pathlib import Path

import pytest
from aws_cdk import App, Stack, assertions

from infra.app import SEES_LAYERS, stacks
from infra.constructs import layers
from infra.constructs.function import Function
from infra.stage import Stage
from tests.infra.conftest import Templates, of_type


def test_the_gateway_asks_the_published_versions_whose_snapshots_are_kept(templates: Templates) -> None:
    versions = {one.id: one.properties["FunctionName"]["Ref"] for one in of_type(templates, "AWS::Lambda::Version")}
    snapped = {one.id for one in of_type(templates, "AWS::Lambda::Function") if "SnapStart" in one.properties}
    assert set(versions.values()) == snapped
    asked = {one.properties["IntegrationUri"]["Ref"] for one in of_type(templates, "AWS::ApiGatewayV2::Integration")}
    assert asked == set(versions)
    permitted = {
        one.properties["FunctionName"]["Ref"]
        for one in of_type({"api": templates["api"]}, "AWS::Lambda::Permission")
        if "Ref" in one.properties["FunctionName"]
    }
    assert permitted == set(versions)


def version(folder: Path, code: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The logical id of a function's version whose layers have this code."""
    place = folder / code / "python"
    place.mkdir(parents=True)
    (place / "module.py").write_text(code)
    monkeypatch.setattr(layers, "build", lambda name, stage: place.parent)
    stage, app = Stage(wheels=False), App(context={SEES_LAYERS: True})
    stack = Stack(app, "stack")
    made = layers.Layers(stack, "Layers", stage=stage)
    function = Function(stack, "One", folder="serve_api", stage=stage, layers=made, environment={}, snap_start=True)
    assert function.entry is not function.function
    [one] = of_type({"stack": dict(assertions.Template.from_stack(stack).to_json())}, "AWS::Lambda::Version")
    return one.id


def test_a_changed_layer_is_a_new_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert version(tmp_path, "one", monkeypatch) != version(tmp_path, "two", monkeypatch)


def test_the_app_has_layers_count_as_code() -> None:
    app = App()
    stacks(app, Stage(wheels=False))
    assert app.node.try_get_context(SEES_LAYERS) is True
