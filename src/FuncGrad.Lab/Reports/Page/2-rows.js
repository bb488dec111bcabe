// The trials of all runs as one table: a row is a number, a column an array of values, undefined where a run has no such column.

const VERDICTS = DATA.verdicts;
const COLOUR_OF = Object.fromEntries(VERDICTS.map(verdict => [verdict.word, verdict.colour]));
const SERIES = DATA.series;
const VIRIDIS = DATA.shades;

const rows = { count: 0, names: [], columns: {}, run: [], rowOf: new Map() };

function gatherRows() {
  const isComparison = DATA.runs.length > 1;
  rows.count = DATA.runs.reduce((sum, run) => sum + run.rows, 0);
  rows.run = new Int32Array(rows.count);
  const names = [...new Set(DATA.runs.flatMap(run => run.columns.map(column => column.name)))];
  const last = ['id', 'note'];
  rows.names = [...names.filter(name => !last.includes(name)), ...last.filter(name => names.includes(name))];
  for (const name of names) rows.columns[name] = new Array(rows.count);
  let first = 0;
  DATA.runs.forEach((run, r) => {
    for (const column of run.columns)
      for (let i = 0; i < run.rows; i++) rows.columns[column.name][first + i] = column.values[i];
    for (let i = 0; i < run.rows; i++) {
      rows.run[first + i] = r;
      rows.rowOf.set(keyOf(r, rows.columns.trial[first + i]), first + i);
    }
    first += run.rows;
  });
  if (isComparison) {
    rows.names.unshift('run');
    rows.columns.run = Array.from(rows.run, r => DATA.runs[r].label);
  }
}

// A trial of a run, whether the table has its row or not.
function keyOf(run, trial) { return `${run}:${trial}`; }

function isText(name) {
  const column = rows.columns[name];
  return column.some(value => typeof value === 'string');
}

const DIGITS = 6;

function shortest(number) { return number.replace(/(\.\d*?)0+(e|$)/, '$1$2').replace(/\.(e|$)/, '$1'); }

// Six digits, of which none is left out where there are more: 25.0000 is not 25.
function text(value) {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const size = Math.abs(value);
  const isPlain = size >= 1e-4 && size < 1e6;
  const rounded = isPlain ? value.toPrecision(DIGITS) : value.toExponential(DIGITS - 1);
  return (Number(rounded) === value ? shortest(rounded) : rounded).replace('e+', 'e');
}

// What tells a trial from others: the settings that differ.
function settingsOf(run, row) {
  const keys = DATA.runs[run].keys.filter(key => key.differs && rows.columns[key.name]);
  return keys.map(key => `${key.label} ${text(rows.columns[key.name][row])}`).join(', ');
}

function describe(key) {
  const [run, trial] = key.split(':').map(Number);
  const name = DATA.runs.length > 1 ? `${DATA.runs[run].label}, trial ${trial}` : `trial ${trial}`;
  const row = rows.rowOf.get(key);
  if (row === undefined) return `${name}${mapText(run, trial)}; not among the rows of the table`;
  const figures = ['loss', 'gradient_norm', 'steps'].filter(column => rows.columns[column] && rows.columns[column][row] !== undefined);
  const said = [settingsOf(run, row), rows.columns.verdict[row], ...figures.map(column => `${column.replace('_', ' ')} ${text(rows.columns[column][row])}`)];
  const note = rows.columns.note && rows.columns.note[row];
  return `${name}: ${said.filter(part => part).join(', ')}${note ? `. ${note}` : ''}`;
}

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {}))
    if (name === 'text') made.textContent = value;
    else if (value !== false && value !== undefined) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
