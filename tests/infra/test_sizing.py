"""The domain grows with what it is to hold."""

from __future__ import annotations

import json

import pytest
from aws_cdk import App, assertions

from everloop.adapters.aws.index_mapping import more
from everloop.domain.vectors import SPACES
from infra.sizing import DIMENSIONS, GRAPH_BYTES, KEPT_BYTES, LIVE_BYTES, NEIGHBOURS, domain
from infra.stacks.search import SearchStack
from infra.stage import Stage
from tests.bench import costing
from tests.infra.conftest import Templates, of_type

GIB = 1024**3


def test_what_a_vector_takes_is_computed_from_the_spaces_and_the_mapping() -> None:
    assert sorted(DIMENSIONS) == sorted(space.dimension for space in SPACES.values())
    for vector in more([], list(SPACES.values()), "faiss")["properties"]["vectors"]["properties"].values():
        assert vector["method"]["parameters"]["m"] == NEIGHBOURS
        assert vector["method"]["parameters"]["encoder"] == {"name": "sq", "parameters": {"type": "fp16"}}


@pytest.mark.parametrize(
    ("items", "instance", "memory"),
    [(100_000, "t3.small.search", 2), (1_000_000, "r6g.xlarge.search", 32), (10_000_000, "r6g.4xlarge.search", 128)],
)
def test_graphs_fit_the_half_of_the_memory_beside_javas(items: int, instance: str, memory: int) -> None:
    found = domain(items)
    assert found.instance == instance
    assert items * GRAPH_BYTES < (memory - min(memory / 2, 32)) / 2 * GIB
    assert found.gigabytes * 1e9 > items * costing.read().kept["documents"]


def test_what_documents_take_is_not_less_than_what_was_counted() -> None:
    assert costing.read().kept["documents"] <= KEPT_BYTES <= 4 * LIVE_BYTES


def test_more_than_one_machine_holds_is_said() -> None:
    with pytest.raises(ValueError, match="name search_instance"):
        domain(100_000_000)


def test_the_stage_asks_for_a_size_or_names_it() -> None:
    def found(stage: Stage) -> tuple[str, int]:
        template = dict(assertions.Template.from_stack(SearchStack(App(), "search", stage=stage)).to_json())
        [made] = of_type({"search": template}, "AWS::OpenSearchService::Domain")
        return made.properties["ClusterConfig"]["InstanceType"], made.properties["EBSOptions"]["VolumeSize"]

    assert found(Stage(items=10_000_000)) == ("r6g.4xlarge.search", domain(10_000_000).gigabytes)
    assert found(Stage(search_instance="m7g.large.search", search_gigabytes=50)) == ("m7g.large.search", 50)


def test_functions_make_indices_of_as_many_shards_as_the_size_says(templates: Templates) -> None:
    said = json.dumps(templates["pipeline"])
    assert '"EVERLOOP_SEARCH_SHARDS": "1"' in said
