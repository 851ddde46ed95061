/* The map of density and risk: bands below the lines of the areas, rings around hot spots above them. */
(function (gridscope) {
  'use strict';
  const { make, marker, element, colour, overlap } = gridscope.maps;
  const EQUATOR = 40075016.686;
  const BADGE = 0.72;
  const CORNERS = [[-1, -1], [1, -1], [-1, 1], [1, 1]];
  const state = { below: null, rings: null, badges: null };

  function adopt(map) {
    map.createPane('bands').style.zIndex = 350;
    map.createPane('rings').style.zIndex = 450;
    for (const name of ['bands', 'rings']) map.getPane(name).style.pointerEvents = 'none';
    const renderers = { bands: L.svg({ pane: 'bands', padding: 0.3 }), rings: L.svg({ pane: 'rings', padding: 0.3 }) };
    state.renderers = renderers;
    state.below = L.layerGroup().addTo(map);
    state.rings = L.layerGroup().addTo(map);
    state.badges = L.layerGroup().addTo(map);
  }

  function bands(paint, shapes) {
    state.below.clearLayers();
    if (!paint.outlined) return;
    const u = gridscope.unit();
    const add = (shape, style) => L.geoJSON(shape, { pane: 'bands', renderer: state.renderers.bands, interactive: false, smoothFactor: 0.3, style }).addTo(state.below);
    const all = [...shapes.values()];
    const own = all.filter((feature) => feature.properties.ring === 0);
    for (const land of own.length ? own : all.filter((feature) => feature.properties.ring === 1)) add(land, { stroke: false, fillColor: colour('s1'), fillOpacity: 1 });
    for (const band of paint.bands) {
      const fill = colour(band.fill);
      add(band.shape, { color: fill, weight: 0.8 * u, opacity: 0.9 * band.opacity, fillColor: fill, fillOpacity: band.opacity });
    }
  }

  /* The number on a corner of its ring where no other number stands; gives its box on the screen. */
  function badge(map, ring, radius, taken) {
    const centre = map.latLngToLayerPoint([ring.lat, ring.lon]);
    let box;
    for (const [x, y] of CORNERS) {
      const at = map.layerPointToLatLng(centre.add([x * BADGE * radius, y * BADGE * radius]));
      const made = marker(at.lat, at.lng, element('div', 'spot-badge', ring.number), 20000).addTo(state.badges);
      box = made.getElement().firstChild.getBoundingClientRect();
      if (!taken.some((other) => overlap(box, other, 0))) return box;
      state.badges.removeLayer(made);
    }
    marker(ring.lat, ring.lon, element('div', 'spot-badge', ring.number), 20000).addTo(state.badges);
    return box;
  }

  function rings(map, paint) {
    state.rings.clearLayers();
    state.badges.clearLayers();
    const u = gridscope.unit();
    const taken = [];
    for (const ring of paint.rings) {
      const metres = (EQUATOR * Math.cos((ring.lat * Math.PI) / 180)) / 2 ** (map.getZoom() + 8);
      const radius = Math.max(ring.radius / metres, 16 * u);
      const circle = (style) => L.circleMarker([ring.lat, ring.lon], { pane: 'rings', renderer: state.renderers.rings, interactive: false, fill: false, radius, ...style }).addTo(state.rings);
      circle({ color: colour('halo'), weight: 4.5 * u, opacity: 0.55 });
      circle({ color: colour('t1'), weight: 2 * u, opacity: 1, dashArray: 6 * u + ' ' + 4 * u });
      taken.push(badge(map, ring, radius, taken));
    }
    return taken;
  }

  const surface = make({
    adopt,
    draw({ map, paint, shapes }) {
      bands(paint, shapes);
      return rings(map, paint);
    },
  });

  gridscope.surface = { style: surface.style, each: surface.each };
  gridscope.live.own('surface-data', surface.paint);
  gridscope.maps.lay('surface-areas', '.scene-risk, .beside-risk');
})(window.gridscope = window.gridscope || {});
