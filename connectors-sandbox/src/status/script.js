'use strict';
const SHOWN = 100;
const byId = (id) => document.getElementById(id);

// Everything that comes from a platform or a program goes in as text, never as HTML.
function element(name, options, ...children) {
  const made = document.createElement(name);
  if (options && options.kind) made.className = options.kind;
  if (options && options.text !== undefined) made.textContent = String(options.text);
  made.append(...children);
  return made;
}

function figure(name, value, kind) {
  return element('div', {}, element('b', { text: value, kind: value ? kind : undefined }), element('span', { text: name }));
}

function limits(rows) {
  if (!rows.length) return element('p', { kind: 'soft', text: 'None.' });
  const table = element('table', {});
  for (const row of rows) {
    const meter = element('meter', {});
    meter.max = row.size;
    meter.low = row.size * 0.2;
    meter.high = row.size * 0.5;
    meter.optimum = row.size;
    meter.value = row.remaining;
    const left = `${row.remaining.toLocaleString('en')} of ${row.size.toLocaleString('en')} left`;
    const name = element('td', {}, element('span', { text: row.limit }));
    if (row.window_seconds) name.append(element('span', { kind: 'soft', text: ` in ${span(row.window_seconds)}` }));
    if (row.key) name.title = row.key;
    table.append(element('tr', {}, name, element('td', {}, meter), element('td', { kind: 'number', text: left })));
  }
  return table;
}

function span(seconds) {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  if (seconds % 60 === 0) return `${seconds / 60} min`;
  return `${seconds} s`;
}

function records(counts) {
  const list = element('div', { kind: 'records' });
  let empty = 0;
  for (const [name, count] of Object.entries(counts)) {
    if (count === 0) empty += 1;
    else list.append(element('span', {}, element('b', { text: count.toLocaleString('en') }), ` ${name}`));
  }
  if (empty) list.append(element('span', { kind: 'soft', text: `${empty} kinds without any` }));
  return list;
}

function card(state) {
  return element('section', { kind: 'card' },
    element('h2', { text: state.title }),
    element('code', { kind: 'soft', text: state.url }),
    element('div', { kind: 'figures' },
      figure('calls', state.calls), figure('in progress', state.in_progress),
      figure('throttled', state.throttled, 'warn'), figure('hit by faults', state.faults, 'warn'),
      figure('401s', state.unauthorized, 'bad'), figure('replayed', state.replayed),
      figure('tokens issued', state.tokens), figure('by refresh', state.refreshes), figure('tokens alive', state.living_tokens)),
    element('h3', { text: 'Limits' }), limits(state.limits),
    element('h3', { text: 'Records' }), records(state.records));
}

function fault(fault) {
  const details = ['status', 'seconds', 'retry_after', 'bytes'].filter((name) => fault[name] != null);
  const words = [`${fault.fault} ${details.map((name) => `${name === fault.fault ? '' : `${name} `}${fault[name]}`).join(', ')}`.trim()];
  if (fault.after_write) words.push('after the work');
  words.push(`on ${fault.platform ?? 'any platform'} ${fault.method ?? 'any method'} ${fault.path ?? '*'}`);
  if (fault.skip) words.push(`not the next ${fault.skip}`);
  if (fault.times != null) words.push(`${fault.times} more times`);
  if (fault.probability != null) words.push(`with probability ${fault.probability}`);
  return element('li', { text: words.join(' · ') });
}

function body(title, text) {
  let shown = text;
  try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON, or cut to a bound */ }
  return element('div', {}, element('h3', { text: title }), element('pre', { text: shown || '(empty)' }));
}

function call(call) {
  const kind = call.status === null || call.status >= 500 ? 'bad' : call.status >= 400 ? 'warn' : 'good';
  const notes = [...call.faults, ...(call.replayed ? ['replayed'] : [])];
  const query = call.query ? `?${call.query}` : '';
  return row(call, `${call.method} ${call.path}${query}`, { kind, text: call.status ?? 'cut' }, notes,
    body('Request', call.request_body), body('Answer', call.response_body));
}

function delivery(delivery) {
  const kind = delivery.problem ? 'bad' : 'good';
  const notes = [...delivery.faults, ...(delivery.problem ? [delivery.problem] : [])];
  if (delivery.attempt > 1) notes.unshift(`try ${delivery.attempt}`);
  return row(delivery, delivery.url, { kind, text: delivery.status ?? 'none' }, notes,
    body('Headers', JSON.stringify(delivery.headers)), body('Body', delivery.body));
}

// One entry of a log, with what shows when it is chosen.
function row(entry, path, status, notes, ...bodies) {
  const row = element('tr', { kind: 'row' },
    element('td', { kind: 'mono soft', text: entry.at.slice(11, 19) }),
    element('td', { text: entry.platform }),
    element('td', { kind: 'mono path', text: path }),
    element('td', status),
    element('td', { kind: 'warn', text: notes.join(', ') }));
  row.tabIndex = 0;
  row.dataset.number = entry.number;
  let open = null;
  const toggle = () => {
    if (open) { open.remove(); open = null; return; }
    const cell = element('td', {}, element('div', { kind: 'bodies' }, ...bodies));
    cell.colSpan = 5;
    open = element('tr', { kind: 'detail' }, cell);
    row.after(open);
  };
  row.addEventListener('click', toggle);
  row.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    toggle();
  });
  return row;
}

const last = { calls: 0, deliveries: 0 };

function append(log, entries, show) {
  const table = byId(log);
  for (const entry of entries) {
    table.prepend(show(entry));
    last[log] = entry.number;
  }
  const rows = table.getElementsByClassName('row');
  while (rows.length > SHOWN) {
    const oldest = rows[rows.length - 1];
    if (oldest.nextElementSibling) oldest.nextElementSibling.remove();
    oldest.remove();
  }
}

async function follow(log, logged, show) {
  if (logged < last[log]) { // a reset
    last[log] = 0;
    byId(log).replaceChildren();
  }
  if (logged > last[log]) append(log, (await ask(`${log}?after=${last[log]}&last=${SHOWN}`))[log], show);
}

async function ask(path) {
  const answer = await fetch(`/_sandbox/${path}`, { cache: 'no-store' });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

async function refresh() {
  const state = await ask('state');
  const scale = state.scale === 1 ? '' : ` · time runs ${state.scale} times as fast`;
  byId('time').textContent = `${state.now.slice(0, 19).replace('T', ' ')} UTC${scale}`;
  byId('platforms').replaceChildren(...Object.values(state.platforms).map(card));
  byId('faults').replaceChildren(...state.faults.map(fault));
  if (!state.faults.length) byId('faults').replaceChildren(element('li', { kind: 'soft', text: 'none' }));
  await follow('calls', state.logged, call);
  byId('none').hidden = state.logged > 0;
  await follow('deliveries', state.deliveries.logged, delivery);
  byId('pending').textContent = `${state.deliveries.due} on their way, ${state.deliveries.waiting} wait for their time.`;
}

async function forever() {
  try {
    if (!document.hidden) {
      await refresh();
      byId('health').textContent = '';
    }
  } catch {
    byId('health').textContent = 'The sandbox does not answer: what is shown is old.';
    byId('health').className = 'bad';
  }
  setTimeout(forever, 1000);
}

forever();
