// The table: only rows that are seen are elements of the page.

const ROW_HEIGHT = 26, ROWS_BEYOND = 12, NOTE_LETTERS = 160, ROWS_IN_PRINT = 200, LEAST_HEIGHT = 560;

const table = { box: null, body: null, isPrinting: false };

function scrollOfTable() { return table.box ? table.box.scrollTop : 0; }

function buildTable() {
  table.box = document.getElementById('rows');
  const head = element('tr', { 'aria-rowindex': 1 });
  for (const name of rows.names) {
    const button = element('button', { type: 'button', text: headingOf(name), title: name });
    button.addEventListener('click', () => change(state.sort === name ? { descending: !state.descending } : { sort: name, descending: false }));
    head.append(element('th', { scope: 'col', class: isText(name) ? 'word' : 'number', 'data-name': name }, button));
  }
  table.body = element('tbody');
  const made = element('table', { 'aria-label': 'Trials', 'aria-rowcount': rows.count + 1 }, element('thead', {}, head), table.body);
  table.box.replaceChildren(made);
  table.box.addEventListener('scroll', () => { drawRows(); remember(); });
  table.body.addEventListener('click', event => withRow(event, key => select(key)));
  table.body.addEventListener('mouseover', event => withRow(event, key => change({ hovered: key })));
  table.body.addEventListener('mouseleave', () => change({ hovered: '' }));
  table.box.addEventListener('keydown', moveSelection);
  window.addEventListener('beforeprint', () => { table.isPrinting = true; drawRows(); });
  window.addEventListener('afterprint', () => { table.isPrinting = false; drawRows(); });
  onChange(changed => {
    if (changed.has('sort') || changed.has('descending')) markSort();
    if (changed.has('selected')) { showRow(state.selected); showSelected(); }
    if (changed.has('filter') || changed.has('hidden') || changed.has('sort') || changed.has('descending')) { showCount(); drawRows(); }
    else if (changed.has('selected') || changed.has('hovered')) markRows();
  });
}

// A setting by its own name, without the table of the file that it stands in.
function headingOf(name) {
  return DATA.runs.flatMap(run => run.keys).find(key => key.name === name)?.label ?? name;
}

function withRow(event, act) {
  const row = event.target.closest('tr[data-key]');
  if (row) act(row.dataset.key);
}

function drawRows() {
  const from = table.isPrinting ? 0 : Math.max(0, Math.floor(table.box.scrollTop / ROW_HEIGHT) - ROWS_BEYOND);
  const room = table.isPrinting ? ROWS_IN_PRINT : Math.ceil(Math.max(table.box.clientHeight, LEAST_HEIGHT) / ROW_HEIGHT) + 2 * ROWS_BEYOND;
  const to = Math.min(shown.length, from + room);
  const parts = [spacer(from)];
  for (let i = from; i < to; i++) parts.push(rowElement(i));
  parts.push(spacer(table.isPrinting ? 0 : shown.length - to));
  table.body.replaceChildren(...parts);
  markRows();
}

function spacer(count) {
  const cell = element('td', { colspan: rows.names.length });
  cell.style.height = `${count * ROW_HEIGHT}px`;
  return element('tr', { class: 'spacer', 'aria-hidden': 'true' }, cell);
}

function rowElement(position) {
  const row = shown[position];
  const made = element('tr', { 'data-key': keyOfRow(row), 'aria-rowindex': position + 2 });
  for (const name of rows.names) made.append(cellElement(name, rows.columns[name][row]));
  return made;
}

function cellElement(name, value) {
  const isWord = typeof value === 'string';
  const whole = isWord ? value : value === undefined ? '' : String(value);
  const cell = element('td', { class: isWord ? 'word' : 'number', title: whole.length > 12 ? whole : false });
  if (name === 'verdict' && COLOUR_OF[value]) {
    const dot = element('span', { class: 'dot', 'aria-hidden': 'true' });
    dot.style.background = COLOUR_OF[value];
    cell.append(dot, value);
  } else cell.textContent = isWord && value.length > NOTE_LETTERS ? `${value.slice(0, NOTE_LETTERS)} …` : text(value);
  return cell;
}

function markRows() {
  for (const row of table.body.querySelectorAll('tr[data-key]')) {
    row.classList.toggle('selected', row.dataset.key === state.selected);
    row.classList.toggle('hovered', row.dataset.key === state.hovered);
    row.setAttribute('aria-selected', row.dataset.key === state.selected);
  }
}

function markSort() {
  for (const head of table.box.querySelectorAll('th'))
    if (head.dataset.name === state.sort) head.setAttribute('aria-sort', state.descending ? 'descending' : 'ascending');
    else head.removeAttribute('aria-sort');
}

function showCount() {
  const all = `${shown.length.toLocaleString('en')} of ${rows.count.toLocaleString('en')}`;
  document.getElementById('count').textContent = problem ? problem : `${all} ${rows.count === 1 ? 'trial' : 'trials'}`;
  document.getElementById('filter').toggleAttribute('aria-invalid', problem !== '');
}

function showRow(key) {
  const position = shown.findIndex(row => keyOfRow(row) === key);
  if (position < 0) return;
  const top = position * ROW_HEIGHT;
  const room = table.box.clientHeight - 2 * ROW_HEIGHT;
  if (top < table.box.scrollTop || top > table.box.scrollTop + room - ROW_HEIGHT) table.box.scrollTop = Math.max(0, top - room / 2);
  drawRows();
}

function showSelected() {
  document.getElementById('selected').textContent = state.selected ? describe(state.selected) : 'No trial is selected: click one in a curve, in the map or in the table.';
}

function moveSelection(event) {
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[event.key];
  if (steps === undefined || shown.length === 0) return;
  event.preventDefault();
  const position = shown.findIndex(row => keyOfRow(row) === state.selected);
  const next = position < 0 ? 0 : Math.min(shown.length - 1, Math.max(0, position + steps));
  change({ selected: keyOfRow(shown[next]) });
}
