"""What the stacks say agrees with what the package does: rights, routes, consumers, attempts. Neither imports the other."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fastapi.routing import APIRoute

import infra
from everloop import doorways
from everloop.entry import batch, clock, consumers, object_events, observing, queue, stream
from everloop.entry.http import access, gateway
from everloop.entry.http.app import PREFIX, ROUTERS
from everloop.usecases import enrich, jobs
from everloop.wiring_aws import Settings
from functions.batch_job.handler import handler as batch_job
from infra.constructs.consumer import RECEIVES
from infra.constructs.function import FUNCTIONS
from infra.grants import GRANTS
from infra.routes import COLUMNS
from infra.stacks.pipeline import CONSUMERS
from tests.infra.conftest import Templates, of_type

PORTS = {"table", "objects", "open_source", "columns", "index", "encoder", "runner", "bus", "identity", "media"}
HANDLERS = 15


def ports_of(*sources: Callable[..., Any] | ModuleType) -> set[str]:
    """The ports that are handed on in these sources: ``house.x`` and ``house().x``."""
    return {
        node.attr
        for source in sources
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(source))))
        if isinstance(node, ast.Attribute) and node.attr in PORTS and "house" in ast.unparse(node.value)
    }


def modules_of_the_api() -> Iterator[ModuleType]:
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            found = inspect.getmodule(route.endpoint)
            assert found is not None
            yield found


REACHED = {
    "dispatch_changes": ports_of(stream.dispatch),
    "register_objects": ports_of(object_events.changed),
    "follow_batches": ports_of(clock.wake),
    "tick_clock": ports_of(clock.tick, clock.wake),
    "admit_admin": ports_of(doorways.admin_maker),
    "advance_jobs": ports_of(batch.kinds, batch.advance),
    "batch_job": ports_of(batch.kinds, batch.run_shard),
    **{
        folder: ports_of(consumers.CONSUMERS[sized.consumer].handle)
        for folder, sized in CONSUMERS.items()
        if folder != "advance_jobs"
    },
}
ONLY_THE_API = {"encoder"}


@pytest.mark.parametrize("folder", sorted(REACHED))
def test_a_function_may_touch_exactly_the_ports_that_its_use_cases_take(folder: str) -> None:
    assert set(GRANTS[folder]) == REACHED[folder]


def test_the_api_may_touch_the_ports_of_its_routes() -> None:
    reached = ports_of(*set(modules_of_the_api()), access) | {"identity", "media"}
    assert set(GRANTS["serve_columns"]) == reached
    assert set(GRANTS["serve_api"]) == reached - ONLY_THE_API


def test_a_port_that_a_handler_takes_is_one_that_its_use_case_takes() -> None:
    """The handlers give no more than the use cases' signatures ask for."""
    taken = set(inspect.signature(enrich.enrich).parameters) | set(inspect.signature(jobs.run_shard).parameters)
    assert GRANTS["enrich_items"].keys() <= taken


def test_routes_that_scan_columns_go_to_the_function_that_has_duckdb() -> None:
    scanning = {
        (method, PREFIX + route.path)
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and ports_of(route.endpoint) & {"columns", "encoder"}
        for method in route.methods
    }
    assert set(COLUMNS) == scanning


def test_only_routes_reach_columns_in_the_api() -> None:
    """A helper that hands columns on would hide a route from the test above, unless its callers are listed too."""
    helpers = [
        (module, name)
        for module in set(modules_of_the_api())
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and value.__module__ == module.__name__
        and ports_of(value) & {"columns", "encoder"}
        and not any(getattr(route, "endpoint", None) is value for route in module.router.routes)
    ]
    listed = set(COLUMNS)
    for module, name in helpers:
        for route in module.router.routes:
            if re.search(rf"\b{name}\(", inspect.getsource(route.endpoint)):
                assert {(method, PREFIX + route.path) for method in route.methods} <= listed


def test_every_consumer_has_a_queue_and_a_function_that_takes_no_more_at_once_than_it_can() -> None:
    assert {sized.consumer for sized in CONSUMERS.values()} == set(consumers.CONSUMERS)
    assert all(sized.batch <= consumers.CONSUMERS[sized.consumer].batch for sized in CONSUMERS.values())
    for folder, sized in CONSUMERS.items():
        assert f'consumer("{sized.consumer}")' in (FUNCTIONS / folder / "handler.py").read_text()


def test_the_function_gives_up_just_before_the_queue_would() -> None:
    assert queue.ATTEMPTS + 1 == RECEIVES


def test_functions_are_told_only_what_they_ask_for(templates: Templates) -> None:
    known = {f"EVERLOOP_{name.upper()}" for name in Settings.model_fields}
    for function in of_type(templates, "AWS::Lambda::Function"):
        told = {name for name in function.properties["Environment"]["Variables"] if name.startswith("EVERLOOP_")}
        assert told <= known


def test_a_handler_is_a_doorway() -> None:
    handlers = list(FUNCTIONS.glob("*/handler.py"))
    long = [file.parent.name for file in handlers if len(file.read_text().splitlines()) > HANDLERS]
    assert long == ["batch_job"]  # it is SageMaker's script too
    assert callable(batch_job)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)+", file.parent.name) for file in handlers)


def test_every_function_logs_counts_and_traces() -> None:
    """Each handler is a doorway that is observed, or the API's, which observes itself."""
    for file in FUNCTIONS.glob("*/handler.py"):
        [doorway] = re.findall(r"^handler = doorways\.(\w+)\(", file.read_text(), re.MULTILINE)
        source = inspect.getsource(getattr(doorways, doorway))
        assert "return observed(" in source or "answer = through(" in source, file
    for edge in (observing, gateway):
        assert all(f"{word}(" in inspect.getsource(edge) for word in ("Logger", "Metrics", "Tracer")), edge


def test_infra_imports_none_of_the_package() -> None:
    for file in Path(infra.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.split(".")[0] == "everloop"], file
