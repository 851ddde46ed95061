"""The one way a map is mounted: vector shapes, no tiles, nothing moves; its script draws the rest."""

import dash_leaflet as dl
from dash.development.base_component import Component


def canvas(name: str, shapes: str, script: str) -> Component:
    """A Leaflet map for the life of the page: `name` its id, `shapes` that of its shapes, which `gridscope.<script>`
    styles."""
    layer = dl.GeoJSON(
        id=shapes,
        data={"type": "FeatureCollection", "features": []},
        style={"variable": f"gridscope.{script}.style"},
        onEachFeature={"variable": f"gridscope.{script}.each"},
    )
    made: Component = dl.MapContainer(
        [layer],
        id=name,
        className="map",
        center=[0, 0],
        zoom=2,
        zoomSnap=0,
        maxZoom=22,
        zoomControl=False,
        attributionControl=False,
        dragging=False,
        scrollWheelZoom=False,
        doubleClickZoom=False,
        boxZoom=False,
        touchZoom=False,
        keyboard=False,
        fadeAnimation=False,
        zoomAnimation=False,
        markerZoomAnimation=False,
        trackViewport=False,
    )
    return made
