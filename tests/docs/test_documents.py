"""What is written is so: links lead somewhere, examples can be read, commands take the options that are named."""

import ast
import json
import re
import tomllib
from pathlib import Path

import pytest

from data_access.events.cloudevents import unwrap
from data_access.events.contract import EventMessage, parse_event
from tests.docs.documents import ROOT, blocks, documents, links, prose, text_of

CHINESE = re.compile("[\u4e00-\u9fff]")
every_document = pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))


@every_document
def test_links_lead_to_files(path: Path) -> None:
    assert [target for target in links(path) if not (path.parent / target).exists()] == []


@every_document
def test_anchors_of_its_own_are_there(path: Path) -> None:
    headings = {
        re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in text_of(path).splitlines()
        if line.startswith("#")
    }
    assert [name for name in re.findall(r"\]\(#([^)]+)\)", prose(path)) if name not in headings] == []


@every_document
def test_examples_can_be_read(path: Path) -> None:
    for block in blocks(path, "json"):
        json.loads(block)
    for block in blocks(path, "jsonl"):
        assert [json.loads(line) for line in block.splitlines()]
    for block in blocks(path, "toml"):
        tomllib.loads(block)
    for block in blocks(path, "python"):
        ast.parse(block)


@every_document
def test_example_messages_keep_the_contract(path: Path) -> None:
    found = []
    for block in blocks(path, "json"):
        value = json.loads(block)
        found += value if isinstance(value, list) else [value]
    for block in blocks(path, "jsonl"):
        found += [json.loads(line) for line in block.splitlines()]
    for one in found:
        message = unwrap(one)
        if isinstance(message, dict) and "event_id" in message:
            parse_event(message)
            assert set(message) <= set(EventMessage.model_fields)


@pytest.mark.parametrize(
    "path", [path for path in documents() if ".zh-CN" not in path.name], ids=lambda path: path.name
)
def test_no_line_of_an_english_document_is_in_chinese_alone(path: Path) -> None:
    lines = [line for line in prose(path).splitlines() if CHINESE.search(line)]
    assert [line for line in lines if not re.search(r"[A-Za-z]{3}", line)] == []


@every_document
def test_names_no_folder_of_one_machine(path: Path) -> None:
    assert not re.search(r"(?<![\w.:/])/(work|tmp|root|home)/", text_of(path))
