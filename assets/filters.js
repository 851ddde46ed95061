/* A select's value is what it sets in the address, or the query of the view it leads to. */
(function (gridscope) {
  'use strict';
  // As data_access/view.py writes them.
  const ORDER = ['scene', 'area', 'window', 'department', 'source', 'category', 'as_of', 'focus', 'against', 'lang', 'beside'];
  const name = (part) => part.split('=')[0];

  /* The address with one parameter set, or left out where nothing is chosen. */
  function changed(setting) {
    const kept = location.search.slice(1).split('&').filter((part) => part && name(part) !== name(setting));
    const all = setting.endsWith('=') ? kept : [...kept, setting];
    all.sort((one, other) => ORDER.indexOf(name(one)) - ORDER.indexOf(name(other)));
    return all.length ? '?' + all.join('&') : '';
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    filters: {
      /* The choice just made; the view already shown leads nowhere. */
      choose() {
        const { triggered, no_update } = { ...window.dash_clientside.callback_context, no_update: window.dash_clientside.no_update };
        const value = triggered && triggered.length ? triggered[0].value : null;
        const shown = gridscope.live.view();
        if (!value || shown === null) return no_update;
        if (value.startsWith('?')) return value !== '?' + shown ? value : no_update;
        // What the server has just chosen by the address is no choice of anybody's.
        const now = new URLSearchParams(location.search).get(name(value)) || '';
        return decodeURIComponent(value.slice(name(value).length + 1)) === now ? no_update : changed(value);
      },
    },
  });
})(window.gridscope = window.gridscope || {});
