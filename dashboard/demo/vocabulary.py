"""The words of the synthetic feeds: sources, departments, two-level categories and area levels."""

from typing import Final

from data_access.store.vocabulary import Term


def _source(code: str, zh: str, en: str, cadence: int) -> Term:
    return Term("source", code, zh, en, {"cadence_minutes": cadence, "sample": True})


def _department(code: str, zh: str, en: str, response: int, handling: int) -> Term:
    return Term("department", code, zh, en, {"response_limit_minutes": response, "handling_limit_hours": handling})


def _group(code: str, zh: str, en: str, *below: tuple[str, str, str, str, int]) -> tuple[Term, ...]:
    return (
        Term("category", code, zh, en),
        *(
            Term("category", f"{code}/{part}", name, name_en, {"department": owner, "limit_hours": hours})
            for part, name, name_en, owner, hours in below
        ),
    )


LEVELS: Final = (
    Term("level", "district", "区", "District"),
    Term("level", "street", "街道", "Street"),
    Term("level", "community", "社区", "Community"),
    Term("level", "grid", "网格", "Grid"),
)

SOURCES: Final = (
    _source("grid_worker", "网格员", "Grid workers", 30),
    _source("hotline_12345", "12345热线", "12345 hotline", 90),
    _source("leader_mailbox", "领导信箱", "Leader's mailbox", 720),
    _source("public_opinion", "社情民意", "Public opinion", 480),
    _source("superior", "上级交办", "Assigned from above", 720),
    _source("video_patrol", "可视化巡查", "Video patrol", 60),
    _source("enforcement", "综合执法", "Joint enforcement", 240),
    _source("resident_app", "随手拍", "Residents' app", 120),
)

DEPARTMENTS: Final = (
    _department("gongan", "公安分局", "Public Security", 15, 24),
    _department("yingji", "应急局", "Emergency Management", 20, 24),
    _department("chengguan", "城管局", "Urban Management", 30, 72),
    _department("shuiwu", "水务局", "Water Affairs", 30, 96),
    _department("jiaotong", "交通运输局", "Transport", 60, 120),
    _department("huanbao", "生态环境局", "Ecology and Environment", 60, 120),
    _department("shichang", "市场监管局", "Market Regulation", 60, 168),
    _department("weijian", "卫健局", "Health", 120, 168),
    _department("minzheng", "民政局", "Civil Affairs", 120, 240),
    _department("zhujian", "住建局", "Housing and Construction", 120, 360),
)

CATEGORIES: Final = (
    *_group(
        "city", "市容秩序", "Streetscape",
        ("street-order", "店外与占道经营", "Street trading", "chengguan", 24),
        ("garbage", "暴露垃圾", "Uncollected rubbish", "chengguan", 24),
        ("advertising", "违规广告", "Illegal advertising", "chengguan", 72),
        ("facilities", "公共设施损坏", "Damaged public facilities", "chengguan", 96),
    ),
    *_group(
        "traffic", "交通出行", "Traffic",
        ("parking", "违停乱停", "Illegal parking", "gongan", 12),
        ("shared-bikes", "共享单车淤积", "Piled-up shared bikes", "jiaotong", 24),
        ("road-damage", "道路破损", "Road damage", "jiaotong", 168),
        ("road-works", "占道施工", "Road works", "jiaotong", 96),
    ),
    *_group(
        "housing", "住房物业", "Housing",
        ("property", "物业服务", "Property management", "zhujian", 240),
        ("elevator", "电梯故障", "Lift failure", "shichang", 24),
        ("leak", "房屋渗漏", "Leaking buildings", "zhujian", 360),
        ("illegal-building", "违法搭建", "Illegal structures", "chengguan", 360),
    ),
    *_group(
        "environment", "生态环境", "Environment",
        ("noise", "噪声扰民", "Noise", "huanbao", 72),
        ("dust", "工地扬尘", "Dust from works", "huanbao", 72),
        ("smoke", "油烟异味", "Fumes and smells", "huanbao", 120),
        ("greenery", "绿化养护", "Trees and greenery", "zhujian", 168),
    ),
    *_group(
        "water", "涉水排水", "Water and drainage",
        ("waterlogging", "内涝积水", "Waterlogging", "shuiwu", 12),
        ("pipe-leak", "供水漏损", "Water main leak", "shuiwu", 48),
        ("sewage", "污水外溢", "Sewage overflow", "shuiwu", 72),
        ("river", "河道保洁", "River upkeep", "shuiwu", 168),
    ),
    *_group(
        "safety", "公共安全", "Public safety",
        ("fire-hazard", "消防隐患", "Fire hazard", "yingji", 48),
        ("ebike-charging", "电动车违规充电", "Unsafe e-bike charging", "yingji", 24),
        ("gas", "燃气隐患", "Gas hazard", "zhujian", 24),
        ("public-order", "治安隐患", "Public order", "gongan", 24),
    ),
    *_group(
        "market", "市场秩序", "Market order",
        ("food", "食品安全", "Food safety", "shichang", 120),
        ("consumer", "消费纠纷", "Consumer disputes", "shichang", 168),
        ("price", "价格问题", "Pricing", "shichang", 168),
    ),
    *_group(
        "livelihood", "民生服务", "Livelihood",
        ("elderly", "养老关爱", "Care for the elderly", "minzheng", 120),
        ("assistance", "困难救助", "Hardship relief", "minzheng", 240),
        ("health", "医疗卫生", "Health services", "weijian", 168),
        ("dispute", "邻里纠纷", "Neighbour disputes", "minzheng", 168),
    ),
)  # fmt: skip
