from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everloop.domain.file_names import Finder


def find(names: list[str], keys: list[str]) -> dict[str, int | str]:
    finder: Finder[int] = Finder(names)
    for at, key in enumerate(keys):
        finder.offer(key, at)
    return finder.found()


@pytest.mark.parametrize(
    ("name", "keys", "item"),
    [
        ("val/1.jpg", ["1.jpg", "val/1.jpg", "x/val/1.jpg"], 1),
        ("val/1.jpg", ["1.jpg", "x/val/1.jpg", "train/1.jpg"], 1),
        ("/data/x/val/1.jpg", ["train/1.jpg", "val/1.jpg"], 1),
        ("./val\\1.jpg", ["train/1.jpg", "val/1.jpg"], 1),
        ("1.jpg", ["val/1.jpg", "val/2.jpg"], 0),
        ("other/1.jpg", ["val/1.jpg", "val/2.jpg"], 0),
        ("1.jpg", ["1.jpg", "val/1.jpg"], 0),
    ],
)
def test_a_name_means_the_key_or_its_end_or_a_unique_base_name(name: str, keys: list[str], item: int) -> None:
    assert find([name], keys) == {name: item}


@pytest.mark.parametrize(
    ("names", "keys", "reason"),
    [
        (["1.jpg"], ["a/1.jpg", "b/1.jpg"], "'1.jpg' could be any of 2 items, such as 'a/1.jpg'."),
        (["v/1.jpg"], ["a/v/1.jpg", "b/v/1.jpg"], "'v/1.jpg' could be any of 2 items, such as 'a/v/1.jpg'."),
        (["1.jpg"], ["1.jpg", "1.jpg"], "'1.jpg' could be any of 2 items, such as '1.jpg'."),
        (["3.jpg"], ["a/1.jpg"], "There is no item '3.jpg'."),
    ],
)
def test_a_name_that_could_be_several_items_is_none_of_them(names: list[str], keys: list[str], reason: str) -> None:
    assert find(names, keys) == {names[0]: reason}


def test_equal_base_names_in_two_folders_are_told_apart() -> None:
    assert find(["a/1.jpg", "b/1.jpg"], ["root/b/1.jpg", "root/a/1.jpg"]) == {"a/1.jpg": 1, "b/1.jpg": 0}
    assert find(["a/1.jpg", "b/1.jpg"], ["b/1.jpg"]) == {"b/1.jpg": 0, "a/1.jpg": "There is no item 'a/1.jpg'."}


def test_two_names_of_one_item_are_not_both_it() -> None:
    assert find(["a/1.jpg", "./a/1.jpg"], ["a/1.jpg"]) == {
        "a/1.jpg": 0,
        "./a/1.jpg": "'./a/1.jpg' means the same item as 'a/1.jpg'.",
    }


folders = st.sampled_from(["", "a/", "b/", "a/b/"])
paths = st.tuples(folders, st.sampled_from(["1.jpg", "2.jpg"])).map("".join)


@given(st.lists(paths, max_size=6), st.lists(paths, max_size=6, unique=True))
def test_no_item_is_found_twice_and_a_whole_key_is_always_found(names: list[str], keys: list[str]) -> None:
    found = find(names, keys)
    items = [one for one in found.values() if isinstance(one, int)]
    assert len(items) == len(set(items))
    assert set(found) == set(names)
    for name in names:
        if name in keys:
            assert found[name] == keys.index(name)
