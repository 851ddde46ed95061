import pytest

from data_access.areas.mapping import AreaMapping, Draft


def draft(mapping: AreaMapping, **properties: object) -> Draft:
    made, problems = mapping.draft(properties, "here")
    assert problems == []
    assert made is not None
    return made


def test_usual_names_need_no_mapping() -> None:
    made = draft(AreaMapping(), Code12=990101, 名称=" 甲街道 ", 级别="street", parent={"adcode": 9901.0}, 人口="12")
    assert made == Draft("here", "990101", "甲街道", "street", "9901", None, 12)


def test_a_prefix_of_the_code_names_the_parent() -> None:
    by_digit = AreaMapping(code="GEOCODE", name="GEONAME", level_constant="board", parent_prefix=1)
    assert draft(by_digit, GEOCODE=101, GEONAME="CD1").parent == "1"
    padded = AreaMapping(parent_prefix=9, parent_suffix="000", code_prefix="cn-")
    made = draft(padded, code="990101003012", name="n")
    assert (made.code, made.parent) == ("cn-990101003012", "cn-990101003000")


def test_a_constant_parent_takes_no_prefix_and_an_empty_one_is_none() -> None:
    assert draft(AreaMapping(parent_constant="nyc", code_prefix="b"), code=1, name="n", parent="x").parent == "nyc"
    assert draft(AreaMapping(parent_constant=""), code=1, name="n", parent="x").parent is None


def test_codes_by_name_and_renamed_levels() -> None:
    mapping = AreaMapping(codes={"Central Park": "164"}, levels={"街道": "street"})
    made = draft(mapping, code=0, name="Central Park", level="街道")
    assert (made.code, made.level) == ("164", "street")
    assert draft(mapping, code=0, name="Elsewhere").code == "0"


@pytest.mark.parametrize(
    ("mapping", "properties", "message"),
    [
        (AreaMapping(), {"name": "n"}, "here: code '': expected a value"),
        (AreaMapping(code="ID"), {"code": 1, "name": "n"}, "here: code '': expected a value in ID"),
        (AreaMapping(), {"code": 1.5, "name": "n"}, "here: code 1.5: expected text or a whole number"),
        (AreaMapping(), {"code": True, "name": "n"}, "here: code True: expected text or a whole number"),
        (AreaMapping(), {"code": "3.20302E+11", "name": "n"}, "not a number rounded by a spreadsheet"),
        (AreaMapping(parent_prefix=2), {"code": 12, "name": "n"}, "more than parent_prefix = 2 characters"),
        (AreaMapping(), {"code": 1, "name": ["n"]}, "area '1' name ['n']: expected text or a whole number"),
        (
            AreaMapping(),
            {"code": 1, "name": "n", "population": "1.2万"},
            "area '1' population '1.2万': expected a whole number from 0",
        ),
    ],
)
def test_values_that_do_not_fit_are_named(mapping: AreaMapping, properties: dict[str, object], message: str) -> None:
    _, problems = mapping.draft(properties, "here")
    assert len(problems) == 1
    assert message in str(problems[0])


def test_a_table_gives_a_mapping() -> None:
    table = {"code": "GEOCODE", "name": "GEONAME", "parent_prefix": 1, "codes": {"a": "1"}, "datum": "gcj02"}
    mapping = AreaMapping(code="GEOCODE", name="GEONAME", parent_prefix=1, codes={"a": "1"}, datum="gcj02")
    assert AreaMapping.from_table(table) == mapping


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"kode": "x"}, "areas mapping key 'kode': expected one of code, name, level"),
        ({"code": 1}, "areas mapping code 1: expected text"),
        ({"parent_prefix": "1"}, "areas mapping parent_prefix '1': expected a whole number"),
        ({"parent_prefix": True}, "areas mapping parent_prefix True: expected a whole number"),
        ({"parent_prefix": 0}, "areas mapping parent_prefix 0: expected a number from 1"),
        ({"codes": {"a": 1}}, "expected a table of text"),
        ({"levels": "x"}, "expected a table of text"),
        ({"parent": "p", "parent_prefix": 1}, "sets parent and parent_prefix: expected at most one"),
        ({"level": "p", "level_constant": "x"}, "sets level and level_constant: expected at most one"),
        ({"datum": "wgs"}, "datum 'wgs': expected one of wgs84, gcj02, bd09"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(table: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match="expected") as caught:
        AreaMapping.from_table(table)
    assert message in str(caught.value)
