/* Every message's arrival, and what is on the glass after every frame in which the list or the tape changed. */
(() => {
  const found = window.glass = { arrived: {}, listed: {}, reported: [], messages: 0, rows: 0, asOf: 0 };
  const Native = window.EventSource;
  window.EventSource = class extends Native {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        const now = Date.now();
        found.messages += 1;
        found.asOf = Number(/"as_of":(\d+)/.exec(data)[1]);
        for (const [name] of data.matchAll(/GLASS-\d+/g)) found.arrived[name] ??= now;
      });
    }
  };
  const painted = (look) => {
    let waiting = false;
    const channel = new MessageChannel();
    let seen = null;
    channel.port1.onmessage = () => { const now = Date.now(); seen(now); };
    return () => {
      if (waiting) return;
      waiting = true;
      // After the frame's callbacks comes the paint, after the paint the message.
      requestAnimationFrame(() => { waiting = false; seen = look(); channel.port2.postMessage(0); });
    };
  };
  found.watch = () => {
    const list = document.getElementById('ticker-rows');
    const tape = document.querySelector('.kpis');
    const options = { childList: true, subtree: true, characterData: true, attributes: true };
    new MutationObserver(painted(() => {
      const box = list.getBoundingClientRect();
      const names = [];
      found.rows = 0;
      for (const row of list.children) {
        const { top, bottom } = row.getBoundingClientRect();
        if (top < box.top - 1 || bottom > box.bottom + 1) continue;
        found.rows += 1;
        const name = /GLASS-\d+/.exec(row.textContent);
        if (name && !(name[0] in found.listed)) names.push(name[0]);
      }
      return (now) => { for (const name of names) found.listed[name] ??= now; };
    })).observe(list, options);
    new MutationObserver(painted(() => {
      const value = Number(tape.querySelector('.kpi .vl').textContent.replaceAll(',', ''));
      const asOf = found.asOf;
      return (now) => found.reported.push([now, value, asOf]);
    })).observe(tape, options);
  };
})()
