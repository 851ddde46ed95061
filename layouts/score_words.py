"""Scores in words: how a part came about, what it cost, what was left out; shared by the panels of the scores."""

from typing import Any

from data_access.scores.scoring import NOTHING, UNLIMITED
from layouts import format as written
from layouts.text import Text

Row = dict[str, Any]


def points(value: Any) -> str:
    """Points of 100 as they are shown: one decimal."""
    return written.number(value, 1)


def exactly(value: Any) -> str:
    """Points or a weight as an explanation gives them: up to two decimals, whole ones without."""
    return written.number(value, 2).removesuffix(".00")


def count(value: Any) -> str:
    """A numerator or denominator: whole but for the effective number of sources."""
    return written.number(value, 0 if not written.known(value) or float(value).is_integer() else 2)


def part_words(text: Text, row: Row) -> str:
    """A part of a score in full: its counts, its weight, its points, and what was left out."""
    name = text(f"score.part.{row['part']}")
    if row["value"] is None:
        reason = text(f"score.left_out.{row['left_out'] or NOTHING}")
        words = text("score.missing", part=name, reason=reason, weight=exactly(row["weight"]))
    else:
        made = text(
            f"score.made.{row['part']}",
            numerator=count(row["numerator"]),
            denominator=count(row["denominator"]),
            value=written.rate(row["value"]),
        )
        alike = row["used"] is None or row["weight"] is None or abs(row["used"] - row["weight"]) < 0.005
        weighed = text(
            "score.weighed" if alike else "score.shared",
            weight=exactly(row["weight"]),
            points=exactly(row["points"]),
            lost=exactly(row["lost"]),
            **({} if alike else {"used": exactly(row["used"])}),
        )
        words = f"{name}{text('score.colon')}{made}{text('score.stop')}{weighed}"
    if row["excluded"] and row["left_out"] != UNLIMITED:
        words += text("score.stop") + text("score.excluded", n=written.number(row["excluded"]))
    few = row["part"] not in ("volume", "diversity") and row["value"] is not None
    return words + (written.caution(text, row["denominator"]) if few else "")


def total_words(text: Text, row: Row, least: Any) -> str:
    """A whole score in words: grade, cases, rules, what is missing, and why it is not ranked if it is not."""
    words = text(
        "score.total",
        name=row["label"],
        total=exactly(row["total"]),
        grade=row["grade"] or written.UNKNOWN,
        cases=written.number(row["cases"]),
        version=row["version"] or written.UNKNOWN,
    )
    if row["gap"] and row["total"] is not None:
        words += text("score.stop") + text("score.gap", gap=exactly(row["gap"]))
    if row["unranked"] is not None:
        words += text("score.stop") + text(f"score.{row['unranked']}", least=written.number(least))
    return words


def change_words(text: Text, row: Row, version_before: str | None) -> str:
    """The change against the window before in words, with its rules where they were others."""
    if row["change"] is None:
        return text("score.unknown_before")
    moved = row["moved"]
    if moved is None:
        place = text("score.unranked")
    else:
        place = text(f"score.{'up' if moved > 0 else 'down' if moved < 0 else 'level'}", n=abs(moved))
    change = written.signed(row["change"], 2)
    if version_before is None or version_before == row["version"]:
        return text("score.change", change=change, moved=place)
    return text("score.change_rules", change=change, moved=place, version=version_before)
