/* The cases behind a number: AG Grid, mounted when a list is first looked at, which asks the server for the rows it
   shows. A list stays as of the instant of its first rows; that the number has moved on since is said beside it. */
(function (gridscope) {
  'use strict';
  const GRID = 'why-grid';
  const BOX = 'why-grid-box';
  const LIST = 'why-list';
  const ORDER = ['title', 'status', 'amount', 'severity', 'stage', 'collected_at', 'due_at', 'closed_at', 'area', 'department', 'source', 'category', 'event_id'];
  /* Design units in Chinese, and where the words of English need more. */
  const WIDTHS = { title: [240, 260], status: [92, 104], amount: [108, 116], severity: [76, 100], stage: [84, 120], collected_at: [124, 124], due_at: [124, 124], closed_at: [124, 124], area: [280, 340], department: [130, 190], source: [116, 190], category: [130, 210], event_id: [190, 190] };
  const LABELLED = new Set(['category', 'area', 'source', 'department', 'stage', 'status', 'amount']);
  const UNSORTED = new Set(['status']);
  const state = { query: '', part: '', as_of: '', total: null, whole: undefined, words: {}, api: null, mounting: false, language: '', amount: false, page: new URLSearchParams() };
  const list = () => document.getElementById(LIST);
  const micros = (value) => Date.parse(value) * 1000;

  function words() {
    try { return JSON.parse(list().dataset.words); } catch { return {}; }
  }

  const digits = (at, options) => gridscope.age.local(at, options).replace(/\D/g, '');
  const clock = (at, more) => gridscope.age.local(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...more });
  const day = (at) => digits(at, { month: '2-digit' }) + '-' + digits(at, { day: '2-digit' });
  const year = (at) => digits(at, { year: 'numeric' });

  /* A local time in short, with its year where that is another than the list's; in full it stands in the tooltip. */
  function short(value) {
    if (!value) return '';
    const at = micros(value);
    const other = state.as_of && year(at) !== year(micros(state.as_of));
    return (other ? year(at).slice(2) + '-' : '') + day(at) + ' ' + clock(at);
  }

  const full = (value) => (value ? year(micros(value)) + '-' + day(micros(value)) + ' ' + clock(micros(value), { second: '2-digit' }) : '');

  function column(name, unit, english) {
    const labelled = LABELLED.has(name);
    const instant = name.endsWith('_at');
    const narrowed = !instant && name !== 'amount';
    return {
      colId: name,
      field: labelled ? name + '_label' : name,
      headerName: state.words.columns[name],
      headerTooltip: state.words.columns[name],
      width: Math.round(WIDTHS[name][english ? 1 : 0] * unit),
      pinned: name === 'title' && !document.documentElement.dataset.screen.includes('phone') ? 'left' : null,
      sortable: !UNSORTED.has(name),
      sortingOrder: ['desc', 'asc', null],
      filter: narrowed ? 'agTextColumnFilter' : false,
      floatingFilter: narrowed,
      filterParams: { filterOptions: ['contains'], maxNumConditions: 1, debounceMs: 300 },
      suppressHeaderMenuButton: true,
      suppressHeaderFilterButton: true,
      suppressFloatingFilterButton: true,
      cellClass: 'c-' + name,
      headerClass: name === 'amount' ? 'ag-right-aligned-header' : '',
      ...(instant ? { valueFormatter: (params) => short(params.value), tooltipValueGetter: (params) => full(params.value) } : { tooltipField: labelled ? name + '_label' : name }),
    };
  }

  function columns() {
    const unit = parseFloat(getComputedStyle(document.documentElement).fontSize) / 10;
    const english = document.documentElement.lang === 'en';
    state.language = document.documentElement.lang;
    state.amount = 'amount' in state.words.columns;
    return ORDER.filter((name) => name in state.words.columns).map((name) => column(name, unit, english));
  }

  /* What the rows shown were asked by, without the place of the page. */
  function asked(params) {
    const found = new URLSearchParams(state.query);
    if (state.as_of && !found.has('as_of')) found.set('as_of', state.as_of);
    if (state.part) found.set('part', state.part);
    const sort = (params.sortModel || [])[0];
    if (sort) { found.set('sort', sort.colId); found.set('order', sort.sort); }
    for (const [name, held] of Object.entries(params.filterModel || {})) found.append('where', name + ':' + held.filter);
    return found;
  }

  function address(params) {
    const found = new URLSearchParams(asked(params));
    found.set('start', params.startRow);
    found.set('count', params.endRow - params.startRow);
    if (state.total !== null) found.set('total', 'no');
    return '/api/v1/cases?' + found;
  }

  function source() {
    let narrowed = '';
    const mine = state.query + '\n' + state.part;
    return {
      async getRows(params) {
        const now = JSON.stringify(params.filterModel || {});
        if (now !== narrowed) { narrowed = now; state.total = null; }
        try {
          const answer = await fetch(address(params));
          if (!answer.ok) throw new Error(answer.status);
          const found = await answer.json();
          // Another list has been opened meanwhile.
          if (mine !== state.query + '\n' + state.part) return;
          if (!state.as_of) state.as_of = found.as_of;
          if (found.total !== null && now === narrowed) state.total = found.total;
          if (narrowed === '{}' && found.total !== null) state.whole = found.total;
          state.failed = false;
          state.page = asked(params);
          params.successCallback(found.rows, state.total === null ? undefined : state.total);
          if (state.total === 0) state.api.showNoRowsOverlay();
          else state.api.hideOverlay();
        } catch {
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
    const put = (key, values) => Object.entries(values).reduce((text, [name, value]) => text.replaceAll('{' + name + '}', value), state.words.list[key]);
    const known = state.total !== null && state.as_of;
    const time = known && clock(micros(state.as_of), { second: '2-digit' });
    at.textContent = state.failed ? state.words.list.failed : known ? put(state.total === 1 ? 'one' : 'total', { n: state.total.toLocaleString('en-US') }) + ' \u00b7 ' + put('at', { time }) : '';
    for (const tab of list().querySelectorAll('.why-tab')) tab.setAttribute('aria-pressed', String(tab.dataset.part === state.part));
    const moved = list().dataset.total !== '' && state.whole !== undefined && state.part === state.words.lists[0] && Number(list().dataset.total) !== state.whole;
    const refresh = list().querySelector('.why-refresh');
    if (refresh) refresh.hidden = !moved && !state.failed;
    const csv = list().querySelector('.why-csv');
    if (csv) csv.setAttribute('href', '/api/v1/cases?' + state.page + '&format=csv');
  }

  function open(data) {
    if (!data || !data.focus) return;
    const search = new URLSearchParams(location.search);
    search.set('focus', data.focus);
    gridscope.address.open('?' + search);
  }

  /* Once the component has given the grid a source of its own, which asks nobody, it gets this one. */
  function take() {
    if (state.api.getGridOption('datasource')) state.api.setGridOption('datasource', source());
    else setTimeout(take, 20);
  }

  function mount() {
    state.mounting = true;
    const box = document.getElementById(BOX);
    const spec = JSON.parse(box.dataset.grid);
    spec.props.dashGridOptions.localeText = state.words.locale;
    // It starts with columns only; those with functions it takes by its own interface.
    spec.props.columnDefs = columns().map(({ colId, field, headerName, width }) => ({ colId, field, headerName, width }));
    window.dash_clientside.set_props(BOX, { children: spec });
    const wait = () => {
      if (!window.dash_ag_grid || !window.dash_ag_grid.getApiAsync || !document.getElementById(GRID)) return setTimeout(wait, 50);
      return window.dash_ag_grid.getApiAsync(GRID).then((api) => {
        state.api = api;
        state.mounting = false;
        api.addEventListener('rowClicked', (event) => open(event.data));
        api.addEventListener('cellKeyDown', (event) => { if (event.event.key === 'Enter') open(event.data); });
        api.setGridOption('columnDefs', columns());
        take();
      });
    };
    wait();
  }

  function fill(fresh) {
    state.as_of = '';
    state.total = null;
    state.whole = undefined;
    state.failed = false;
    state.words = words();
    if (!state.part || fresh) state.part = (state.words.lists || [])[0] || '';
    state.page = asked({});
    if (!state.api) { if (!state.mounting) mount(); return; }
    if (fresh) state.api.setFilterModel(null);
    if (state.language !== document.documentElement.lang || state.amount !== ('amount' in state.words.columns)) state.api.setGridOption('columnDefs', columns());
    state.api.setGridOption('datasource', source());
    said();
  }

  function shown(query) {
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

  window.addEventListener('load', () => {
    gridscope.live.listen(LIST, (query) => shown(query), 'data-query');
    gridscope.live.listen(LIST, () => said(), 'data-total');
    gridscope.live.listen(LIST, () => said(), 'children');
  });
})(window.gridscope = window.gridscope || {});
