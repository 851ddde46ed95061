/* The cases behind a number: AG Grid, mounted when a list is first looked at, which asks the server for the rows it
   shows. A list stays as of the instant of its first rows; that the number has moved on since is said beside it. */
(function (gridscope) {
  'use strict';
  const GRID = 'why-grid';
  const BOX = 'why-grid-box';
  const LIST = 'why-list';
  const WIDTHS = { event_id: 150, title: 240, category: 130, area: 200, source: 110, department: 130, stage: 90, severity: 76, collected_at: 116, due_at: 116, closed_at: 116, status: 96 };
  const ORDER = ['title', 'status', 'severity', 'stage', 'collected_at', 'due_at', 'closed_at', 'area', 'department', 'source', 'category', 'event_id'];
  const LABELLED = new Set(['category', 'area', 'source', 'department', 'stage', 'status']);
  const state = { query: '', part: '', as_of: '', version: null, total: null, words: {}, api: null, mounting: false, language: '' };
  const list = () => document.getElementById(LIST);

  function words() {
    try { return JSON.parse(list().dataset.words); } catch { return {}; }
  }

  const time = (value, options) => (value ? gridscope.age.local(Date.parse(value) * 1000, options) : '');
  const instant = (value) => time(value, { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

  function columns() {
    const unit = parseFloat(getComputedStyle(document.documentElement).fontSize) / 10;
    return ORDER.map((name) => ({
      colId: name,
      field: LABELLED.has(name) ? name + '_label' : name,
      headerName: state.words.columns[name],
      headerTooltip: state.words.columns[name],
      width: Math.round(WIDTHS[name] * unit),
      pinned: name === 'title' && !document.documentElement.dataset.screen.includes('phone') ? 'left' : null,
      sortable: name !== 'status',
      sortingOrder: ['desc', 'asc', null],
      filter: name.endsWith('_at') ? false : 'agTextColumnFilter',
      floatingFilter: !name.endsWith('_at'),
      filterParams: { filterOptions: ['contains'], maxNumConditions: 1, debounceMs: 300 },
      suppressHeaderMenuButton: true,
      suppressFloatingFilterButton: true,
      tooltipField: name === 'title' || name === 'area' ? (LABELLED.has(name) ? name + '_label' : name) : undefined,
      ...(name.endsWith('_at') ? { valueFormatter: { function: 'gridscopeInstant(params)' } } : {}),
    }));
  }

  function address(start, end, params) {
    const asked = new URLSearchParams(state.query);
    if (state.as_of && !asked.has('as_of')) asked.set('as_of', state.as_of);
    if (state.part) asked.set('part', state.part);
    asked.set('start', start);
    asked.set('count', end - start);
    if (state.total !== null) asked.set('total', 'no');
    const sort = (params.sortModel || [])[0];
    if (sort) { asked.set('sort', sort.colId); asked.set('order', sort.sort); }
    for (const [name, held] of Object.entries(params.filterModel || {})) asked.append('where', name + ':' + held.filter);
    return '/api/v1/cases?' + asked;
  }

  function source() {
    let narrowed = '';
    return {
      async getRows(params) {
        const now = JSON.stringify(params.filterModel || {});
        if (now !== narrowed) { narrowed = now; state.total = null; }
        const mine = state.query + state.part + state.as_of;
        try {
          const answer = await fetch(address(params.startRow, params.endRow, params));
          if (!answer.ok) throw new Error(answer.status);
          const found = await answer.json();
          if (mine && mine !== state.query + state.part + state.as_of) return;
          if (!state.as_of) state.as_of = found.as_of;
          if (found.total !== null) state.total = found.total;
          state.whole = narrowed === '{}' && found.total !== null ? found.total : state.whole;
          state.failed = false;
          params.successCallback(found.rows, state.total);
        } catch (error) {
          state.failed = true;
          params.failCallback();
        }
        said();
      },
    };
  }

  /* What stands above the grid: how many, as of when, whether the number has moved on. */
  function said() {
    const at = list().querySelector('.why-at');
    if (!at) return;
    const put = (key, values) => Object.entries(values).reduce((text, [name, value]) => text.replace('{' + name + '}', value), state.words.list[key]);
    const known = state.total !== null;
    at.textContent = state.failed ? state.words.list.failed : known ? put('total', { n: state.total.toLocaleString('en-US') }) + ' · ' + put('at', { time: time(state.as_of, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }) }) : '';
    for (const tab of list().querySelectorAll('.why-tab')) tab.setAttribute('aria-pressed', String(tab.dataset.part === state.part));
    const moved = list().dataset.total !== '' && state.whole !== undefined && state.part === state.words.lists[0] && Number(list().dataset.total) !== state.whole;
    const refresh = list().querySelector('.why-refresh');
    if (refresh) refresh.hidden = !moved && !state.failed;
    const csv = list().querySelector('.why-csv');
    const asked = new URLSearchParams(state.query);
    asked.set('part', state.part);
    asked.set('format', 'csv');
    if (state.as_of && !asked.has('as_of')) asked.set('as_of', state.as_of);
    if (csv) csv.setAttribute('href', '/api/v1/cases?' + asked);
  }

  function open(data) {
    if (!data || !data.focus) return;
    const search = new URLSearchParams(location.search);
    search.set('focus', data.focus);
    window.dash_clientside.set_props('url', { search: '?' + search });
  }

  function mount() {
    state.mounting = true;
    state.language = document.documentElement.lang;
    const box = document.getElementById(BOX);
    const spec = JSON.parse(box.dataset.grid);
    Object.assign(spec.props, { columnDefs: columns() });
    spec.props.dashGridOptions.localeText = state.words.locale;
    window.dash_clientside.set_props(BOX, { children: spec });
    const wait = () => {
      if (!window.dash_ag_grid || !window.dash_ag_grid.getApiAsync || !document.getElementById(GRID)) return setTimeout(wait, 50);
      return window.dash_ag_grid.getApiAsync(GRID).then((api) => {
        state.api = api;
        state.mounting = false;
        api.addEventListener('rowClicked', (event) => open(event.data));
        api.addEventListener('cellKeyDown', (event) => { if (event.event.key === 'Enter') open(event.data); });
        api.setGridOption('datasource', source());
      });
    };
    wait();
  }

  function fill(fresh) {
    state.as_of = '';
    state.total = null;
    state.whole = undefined;
    state.words = words();
    if (!state.part || fresh) state.part = (state.words.lists || [])[0] || '';
    if (!state.api) { if (!state.mounting) mount(); return; }
    if (state.language !== document.documentElement.lang) {
      state.language = document.documentElement.lang;
      state.api.setGridOption('columnDefs', columns());
    }
    state.api.setFilterModel(null);
    state.api.setGridOption('datasource', source());
    said();
  }

  function asked(query) {
    if (query === state.query) return said();
    state.query = query;
    if (query) fill(true);
    return undefined;
  }

  document.addEventListener('click', (event) => {
    const target = event.target.closest && event.target.closest('.why-tab, .why-refresh');
    if (!target) return;
    event.preventDefault();
    if (target.dataset.part) state.part = target.dataset.part;
    fill(false);
  });

  window.gridscopeInstant = (params) => instant(params.value);
  window.addEventListener('load', () => {
    gridscope.live.listen(LIST, (query) => asked(query), 'data-query');
    gridscope.live.listen(LIST, () => said(), 'data-total');
    gridscope.live.listen(LIST, () => said(), 'children');
  });
})(window.gridscope = window.gridscope || {});
