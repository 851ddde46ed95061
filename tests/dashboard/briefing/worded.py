"""Words for figures made by hand, without a store."""

from dashboard.briefing.wording import Words
from data_access.briefing.figures import Figures
from layouts.text import Text

NAMES = {"s1": "甲街道", "s2": "=1+1 *乙*|街道 <b>", "unlocated": "归属不明", "c1": "丙社区"}
NUMBER_FREE = {"hotline": "热线", "worker": "网格员", "chengguan": "城管局", "noise": "噪声", "unassigned": "未定部门"}


def words_of(found: Figures, language: str = "zh") -> Words:
    """The words of some figures; a key that has no name here is its own."""
    named = NAMES | NUMBER_FREE
    labels = {(topic, one.key): named.get(one.key, one.key) for topic, rows in found.groups.items() for one in rows}
    labels |= {(kind, one.key): named.get(one.key, one.key) for kind, scores in found.scores.items() for one in scores}
    for spot in found.spots:
        labels |= {("area", code): named.get(code, code) for code in spot.places}
        labels["category", str(spot.category)] = "占道经营"
    return Words(Text(language), labels, "某区" if language == "zh" else "District", "T", found)
