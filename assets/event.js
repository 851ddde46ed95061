/* The record of an event: fetched and saved without leaving the page, so that a refusal is said in its place. */
(function (gridscope) {
  'use strict';

  const said = (link, words) => { link.closest('.evt-export').querySelector('.said').textContent = words; };

  /* The name the server gave the file; what follows it in ASCII is for others. */
  function named(answer) {
    const told = answer.headers.get('Content-Disposition') || '';
    const found = /filename\*=UTF-8''([^;]+)/.exec(told) || /filename="([^"]+)"/.exec(told);
    return found ? decodeURIComponent(found[1]) : 'event';
  }

  function keep(blob, name) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  async function save(link) {
    link.setAttribute('aria-busy', 'true');
    said(link, gridscope.age.words('ledger.busy', {}));
    try {
      const answer = await fetch(link.getAttribute('href'));
      if (!answer.ok) {
        const told = await answer.json().catch(() => ({}));
        throw new Error(told.error || 'HTTP ' + answer.status);
      }
      keep(await answer.blob(), named(answer));
      said(link, gridscope.age.words('ledger.done', {}));
    } catch (error) {
      said(link, gridscope.age.words('ledger.failed', { reason: error.message }));
    } finally {
      link.removeAttribute('aria-busy');
    }
  }

  document.addEventListener('click', (event) => {
    const link = event.target.closest && event.target.closest('a.evt-save');
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link.getAttribute('aria-busy') !== 'true') save(link);
  });
})(window.gridscope = window.gridscope || {});
