"""Panels of every kind for the metrics of the statistics' ground, all in one scene."""

PANELS = """
[panel.by-child]
scene = "video"
system = 3
zh = "摄像机"
en = "Cameras"
kind = "table"
metrics = ["camera.total", "camera.rate"]
order = 10
warning = "fleet-offline"

[panel.by-sector]
scene = "video"
system = 3
zh = "行业"
en = "Sectors"
kind = "bars"
metrics = ["camera.total"]
by = "sector"
order = 20

[panel.figures]
scene = "video"
system = 3
zh = "数字"
en = "Figures"
kind = "number"
metrics = ["camera.total"]
order = 30

[panel.course]
scene = "video"
system = 3
zh = "走势"
en = "Course"
kind = "trend"
metrics = ["visit.count"]
order = 40

[panel.points]
scene = "video"
system = 18
zh = "服务点"
en = "Points"
kind = "map"
metrics = ["camera.total"]
by = "point"
order = 50

[panel.more-points]
scene = "video"
system = 18
zh = "服务点二"
en = "More points"
kind = "map"
metrics = ["camera.total"]
by = "point"
order = 60

[panel.visits]
scene = "video"
system = 23
zh = "走访"
en = "Visits"
kind = "progress"
metrics = ["visit.count"]
order = 70
"""
