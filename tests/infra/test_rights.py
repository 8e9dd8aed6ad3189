"""Whether a function may write is what the code behind it does: followed from its doorway through use cases and stores."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any

import pytest
from fastapi.routing import APIRoute

from everloop import doorways, ports
from everloop.entry import batch, clock, consumers, object_events, stream
from everloop.entry.http import access, deps
from everloop.entry.http.app import ROUTERS
from everloop.store.columns import Columns
from everloop.usecases import embed, jobs
from infra.grants import GRANTS, May
from infra.stacks.pipeline import CONSUMERS

Code = Callable[..., Any]
READING: dict[str, set[str]] = {
    "table": {"get", "get_many", "query", "query_index", "changes", "catch_up"},
    "objects": {"read", "download", "head", "list", "presign"},
    "columns": {"table", "scan", "whole", "batches", "members", "files"},
    "index": {"refresh", "search", "count", "facet", "histogram", "stats", "knn", "scan", "seqs", "vectors", "revs"},
    "bus": {"dead_letters"},
    "runner": {"statuses", "has"},
}
WRITING: dict[str, set[str]] = {
    "table": {"put", "put_many", "delete", "transact"},
    "objects": {"write", "create", "create_many", "delete"},
    "columns": {"write_shard", "write_arrays", "write_pieces", "write", "save"},
    "index": {"ensure", "upsert"},
    "bus": {"publish", "resend", "discard"},
    "runner": {"start", "cancel"},
}
OURS = ("everloop.usecases.", "everloop.store.", "everloop.entry.", "everloop.doorways")
DOORWAYS: dict[str, list[Code]] = {
    "dispatch_changes": [stream.dispatch],
    "follow_batches": [clock.wake],
    "tick_clock": [clock.tick, clock.wake],
    "admit_admin": [doorways.admin_maker],
    "advance_jobs": [batch.kinds, batch.advance],
    "batch_job": [batch.kinds, batch.run_shard],
    "encode_shard": [embed.embedding, jobs.run_shard],
    **{folder: [consumers.CONSUMERS[one.consumer].handle] for folder, one in CONSUMERS.items() if folder != "advance_jobs"},
    "register_objects": [object_events.changed],
    "serve_api": [
        deps.call,
        access.allow,
        *(route.endpoint for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)),
    ],
}


def reached(starts: Iterable[Code]) -> Iterator[ast.AST]:
    """The code of everything of ours that these functions name, at whatever depth."""
    waiting, seen = list(starts), set[int]()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        tree = ast.parse(textwrap.dedent(inspect.getsource(one)))
        yield tree
        known = vars(inspect.getmodule(one)) | dict(_imported(tree))
        named = [_found(node, known) for node in ast.walk(tree) if isinstance(node, ast.Name | ast.Attribute)]
        waiting += [what for what in named if _is_ours(what)]


def _imported(tree: ast.AST) -> Iterator[tuple[str, Any]]:
    """What a function imports when it runs."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("everloop"):
            module = import_module(node.module or "")
            yield from ((one.asname or one.name, getattr(module, one.name, None)) for one in node.names)


def _found(node: ast.expr, known: dict[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Attribute) and inspect.ismodule(module := _found(node.value, known)):
        return getattr(module, node.attr, None)
    return None


def _is_ours(what: Any) -> bool:
    return (inspect.isfunction(what) or inspect.isclass(what)) and what.__module__.startswith(OURS) and what is not Columns


def written(starts: Iterable[Code]) -> set[str]:
    """The ports of which a writing method is named."""
    return {
        port
        for tree in reached(starts)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        for port, verbs in WRITING.items()
        if node.attr in verbs and ast.unparse(node.value).rpartition(".")[2].lstrip("_") == port
    }


def test_every_verb_of_a_port_reads_or_writes() -> None:
    kinds = {"table": ports.Table, "objects": ports.Objects, "columns": Columns, "index": ports.Index}
    kinds |= {"bus": ports.Bus, "runner": ports.Runner}
    for port, kind in kinds.items():
        verbs = {name for name, value in vars(kind).items() if inspect.isfunction(value) and not name.startswith("_")}
        assert verbs == READING[port] | WRITING[port], port
        assert not READING[port] & WRITING[port], port


@pytest.mark.parametrize("folder", sorted(DOORWAYS))
def test_a_function_may_write_where_its_code_does_and_nowhere_else(folder: str) -> None:
    declared = {port for port, may in GRANTS[folder].items() if may is May.WRITE}
    assert declared == written(DOORWAYS[folder])
