// What a reader has chosen. Parts of the page ask to be told of changes; a refreshed page begins where the last one was.

const state = { filter: '', hidden: [], sort: '', descending: false, selected: '', hovered: '', figure: '', mapFigure: '', isLogarithmic: true, folds: true };
const listeners = [];
const MEMORY = `funcgrad ${location.pathname}`;

function onChange(listener) { listeners.push(listener); }

// A change of some parts, of which the listeners are told by name.
function change(changes) {
  const changed = Object.keys(changes).filter(name => JSON.stringify(state[name]) !== JSON.stringify(changes[name]));
  if (changed.length === 0) return;
  Object.assign(state, changes);
  if (changed.includes('filter') || changed.includes('hidden') || changed.includes('sort') || changed.includes('descending')) computeShown();
  for (const listener of listeners) listener(new Set(changed));
  remember();
}

function remember() {
  try { sessionStorage.setItem(MEMORY, JSON.stringify({ ...state, hovered: '', scroll: window.scrollY, tableScroll: scrollOfTable() })); } catch { }
}

function recalled() {
  try { return JSON.parse(sessionStorage.getItem(MEMORY)) || {}; } catch { return {}; }
}

// The rows that pass the filter, in order.
let shown = [];
let problem = '';

function computeShown() {
  const filter = parsed(state.filter);
  problem = filter.problem || '';
  const hidden = new Set(state.hidden);
  const verdicts = rows.columns.verdict;
  const list = [];
  for (let row = 0; row < rows.count; row++)
    if (!hidden.has(verdicts[row]) && (problem || filter.holds(row))) list.push(row);
  shown = state.sort && rows.columns[state.sort] ? sorted(list) : list;
}

// NaN and what is missing come last in either direction.
function sorted(list) {
  const values = rows.columns[state.sort];
  const sign = state.descending ? -1 : 1;
  const isLast = value => value === undefined || (typeof value === 'number' && Number.isNaN(value));
  return list.sort((a, b) => {
    const [x, y] = [values[a], values[b]];
    if (isLast(x) || isLast(y)) return (isLast(x) ? 1 : 0) - (isLast(y) ? 1 : 0) || a - b;
    return (x < y ? -sign : x > y ? sign : 0) || a - b;
  });
}

function keyOfRow(row) { return keyOf(rows.run[row], rows.columns.trial[row]); }

function select(key) { change({ selected: state.selected === key ? '' : key }); }
