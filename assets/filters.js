/* A select's value is the query of the view it leads to. */
(function (gridscope) {
  'use strict';
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    filters: {
      /* The choice just made; the view already shown leads nowhere. */
      choose() {
        const { triggered, no_update } = { ...window.dash_clientside.callback_context, no_update: window.dash_clientside.no_update };
        const value = triggered && triggered.length ? triggered[0].value : null;
        const shown = gridscope.live.view();
        return value && shown !== null && value !== '?' + shown ? value : no_update;
      },
    },
  });
})(window.gridscope = window.gridscope || {});
