"""The reference files: sorted, each source once, each with a lasting address."""

import json
import re
from collections import Counter
from datetime import date
from html import escape
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import pytest

from spinelab import content
from spinelab.content.csvtext import Row
from spinelab.content.references import keys_in, linked, linked_keys

ROOMS = ("anatomy", "disease", "treatment")
TYPES = {"article-journal", "book", "chapter", "report", "software", "webpage"}
STATUSES = {"verified", "secondary", "from memory"}
Item = dict[str, Any]


def items(room: str) -> list[Item]:
    path = content.data_folder() / "references" / f"{room}.json"
    found: list[Item] = json.loads(path.read_text(encoding="utf-8"))
    return found


ALL = [item for room in ROOMS for item in items(room)]


def twice(field: str) -> list[str]:
    counts = Counter(str(item[field]).lower() for item in ALL if item.get(field))
    return sorted(value for value, count in counts.items() if count > 1)


@pytest.mark.parametrize("room", ROOMS)
def test_a_file_is_sorted_by_key(room: str) -> None:
    keys = [item["id"] for item in items(room)]
    assert keys == sorted(keys)


@pytest.mark.parametrize("room", ROOMS)
def test_a_file_is_laid_out_for_reading(room: str) -> None:
    path = content.data_folder() / "references" / f"{room}.json"
    assert path.read_text(encoding="utf-8") == json.dumps(items(room), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("field", ["id", "DOI", "PMID"])
def test_no_source_has_two_entries(field: str) -> None:
    assert twice(field) == []


def test_keys_differ_in_more_than_capitals() -> None:
    counts = Counter(item["id"].lower() for item in ALL)
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("item", ALL, ids=lambda item: item["id"])
def test_an_entry_is_whole(item: Item) -> None:
    assert re.fullmatch(r"[A-Z][A-Za-z0-9_]*", item["id"])
    assert item["type"] in TYPES
    assert item["title"].strip() == item["title"] != ""
    assert item["custom"]["status"] in STATUSES
    assert item["custom"]["seen"]
    for author in item.get("author", []):
        assert set(author) in ({"family", "given"}, {"family"}, {"literal"})
        assert all(author.values())
    if "issued" in item:
        ((year,),) = item["issued"]["date-parts"]
        assert 1850 <= year <= date.today().year


@pytest.mark.parametrize("item", ALL, ids=lambda item: item["id"])
def test_an_entry_has_one_lasting_address(item: Item) -> None:
    doi, pmid, url = (item.get(name, "") for name in ("DOI", "PMID", "URL"))
    assert not doi or re.fullmatch(r"10\.\d{4,9}/\S+", doi)
    assert not pmid or re.fullmatch(r"\d{1,8}", pmid)
    if doi or pmid:
        assert not url, "a page is given only where there is no DOI and no PubMed number"
        return
    host = urlsplit(url).hostname or ""
    assert "." in host
    assert not re.search(r"proxy|mirror|staging|preview|\bdev\b|webvpn|translate|weglot", host)
    with pytest.raises(ValueError, match="does not appear to be"):
        ip_address(host)


def test_the_loader_reads_every_entry() -> None:
    known = content.references()
    assert sorted(known) == sorted(item["id"] for item in ALL)
    assert all(reference.link.startswith("http") for reference in known.values())
    assert known["Boden1993"].label == "Boden 1993"
    assert known["Boden1993"].link == "https://doi.org/10.2106/00004623-199309000-00004"


def test_keys_are_linked_where_there_is_an_address() -> None:
    works = content.references()
    key = next(key for key, work in works.items() if work.link)
    address = escape(works[key].link)
    anchor = f'<a href="{address}" target="_blank" rel="noopener">{key}</a>'
    assert linked_keys([key, "<b>"], works) == f"{anchor}, &lt;b&gt;"
    assert linked_keys([], works) == ""
    assert linked(key, "") == key


def test_a_cell_with_two_unknown_keys_is_two_faults() -> None:
    row = Row("data/x.csv", 7, {"sources": "Nobody1899; ;Nobody1900"})
    with pytest.raises(content.ContentError) as caught:
        keys_in(row, "sources", content.references())
    assert [(fault.line, fault.message[:29]) for fault in caught.value.faults] == [
        (7, "Nobody1899 is not a reference"),
        (7, "Nobody1900 is not a reference"),
    ]
