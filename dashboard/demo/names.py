"""The made-up names of the synthetic district: no real unit, no person."""

from dataclasses import dataclass
from typing import Final

DISTRICT: Final = ("990101000000", "泓川区", "Hongchuan District")
RIVER: Final = ("泓江", "Hong River")
LAKE: Final = ("月湖", "Moon Lake")
CREEK: Final = ("柳溪", "Willow Creek")


@dataclass(frozen=True)
class StreetPlan:
    """A street: its names, a point inside it (km east and north of the centre), its communities' names."""

    name: str
    name_en: str
    anchor: tuple[float, float]
    communities: tuple[tuple[str, str], ...]


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    words = text.split()
    return tuple(zip(words[::2], words[1::2], strict=True))


STREETS: Final = (
    StreetPlan("城北", "Chengbei", (-2.8, 3.0), _pairs(
        "北关 Beiguan 红星桥 Hongxingqiao 柳溪 Liuxi 青松里 Qingsongli 砖塔 Zhuanta "
        "北仓 Beicang 新华巷 Xinhuaxiang 望山 Wangshan 石桥头 Shiqiaotou")),
    StreetPlan("湖东", "Hudong", (0.5, 3.0), _pairs(
        "百花 Baihua 竹园 Zhuyuan 书院 Shuyuan 月湖 Yuehu 荷塘 Hetang 文昌 Wenchang "
        "东堤 Dongdi 湖心 Huxin 听雨 Tingyu 鼓楼东 Gulou-East")),
    StreetPlan("滨江", "Binjiang", (4.3, -2.3), _pairs(
        "银杏 Yinxing 盐仓 Yancang 梧桐 Wutong 船厂 Chuanchang 集贤 Jixian 观澜 Guanlan "
        "江畔 Jiangpan 江湾 Jiangwan 渡口 Dukou 港务 Gangwu 长堤 Changdi 白鹭 Bailu")),
    StreetPlan("南园", "Nanyuan", (0.5, -2.8), _pairs(
        "南门 Nanmen 丰乐 Fengle 桂花 Guihua 锦绣 Jinxiu 纺织 Fangzhi 梅园 Meiyuan "
        "三元 Sanyuan 曙光 Shuguang 河埠 Hebu 枫林 Fenglin 同乐 Tongle")),
    StreetPlan("东门", "Dongmen", (4.8, 0.8), _pairs(
        "鼓楼 Gulou 朝阳 Chaoyang 东升 Dongsheng 机床 Jichuang 五里亭 Wuliting "
        "兴隆 Xinglong 米市 Mishi 槐荫 Huaiyin 春晖 Chunhui")),
    StreetPlan("高新", "Gaoxin", (4.3, 3.2), _pairs(
        "星光 Xingguang 创业 Chuangye 云杉 Yunshan 科园 Keyuan 金桥 Jinqiao "
        "远航 Yuanhang 麓谷 Lugu 汇智 Huizhi")),
    StreetPlan("新河", "Xinhe", (-2.6, -2.0), _pairs(
        "新河 Xinhe 水关 Shuiguan 安居 Anju 跃进 Yuejin 建业 Jianye 双桥 Shuangqiao "
        "清泉 Qingquan 杨柳 Yangliu")),
    StreetPlan("西岭", "Xiling", (-5.8, -0.5), _pairs(
        "西岭 Xiling 茶山 Chashan 石门 Shimen 果园 Guoyuan 松坡 Songpo 泉口 Quankou")),
)  # fmt: skip
