"""What the command prints for people."""

from __future__ import annotations

import json

import pytest

from everloop.entry.cli import output


def test_names_that_look_like_markup_are_printed_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    output.show([{"name": "[red]truck[/x]"}, {"name": "plain"}], as_json=False)
    assert "[red]truck[/x]" in capsys.readouterr().out


def test_one_thing_is_a_line_for_each_name_and_nothing_is_cut_short_where_a_program_reads(
    capsys: pytest.CaptureFixture[str],
) -> None:
    uri = "x" * 300
    output.show({"uri": uri, "skipped_by": {".txt": 2, ".md": 1}, "folder": None}, as_json=False)
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["uri", uri],
        ["skipped_by", ".txt", "2,", ".md", "1"],
        ["folder"],
    ]


def test_rows_are_a_table_and_no_rows_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    output.show([{"a": 1, "b": [1, 2]}], as_json=False, columns=("b",))
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [["b"], ["1,", "2"]]
    output.show([], as_json=False)
    assert capsys.readouterr().out == "nothing\n"


def test_json_is_one_value_in_either_case(capsys: pytest.CaptureFixture[str]) -> None:
    output.show([{"name": "[b]", "rest": {"n": None}}], as_json=True)
    assert json.loads(capsys.readouterr().out) == [{"name": "[b]", "rest": {"n": None}}]
