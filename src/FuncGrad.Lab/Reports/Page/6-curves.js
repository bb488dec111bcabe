// Curves by step, drawn by uPlot in numbers of an axis of our own: logarithms where they fit, with rails for 0 and what is infinite.

const MOST_CURVES = 400, MOST_GROUPS = 7, RAIL = 0.07;

const curves = { all: new Map(), plot: null, names: [], axis: null, box: null, drawn: [], bandSeries: 0 };

function gatherCurves() {
  const names = new Set();
  DATA.runs.forEach((run, r) => {
    if (!run.curves) return;
    let first = 0;
    run.curves.columns.forEach(column => names.add(column.name));
    for (let i = 0; i < run.curves.trials.length; i++) {
      const count = run.curves.counts[i];
      const steps = run.curves.strides.slice(first, first + count);
      for (let k = 1; k < count; k++) steps[k] += steps[k - 1];
      const values = Object.fromEntries(run.curves.columns.map(column => [column.name, column.values.subarray(first, first + count)]));
      const [trial, verdict] = [run.curves.trials[i], VERDICTS[run.curves.verdicts[i]]?.word];
      if (count > 0) curves.all.set(keyOf(r, trial), { key: keyOf(r, trial), run: r, trial, verdict, steps, values });
      first += count;
    }
  });
  curves.names = [...names];
}

// The axis for some numbers: where a number lies, what stands at a place.
function axisOf(lists, wantsLogarithm) {
  let [low, high, least, hasZero, up, down, logarithms, count] = [Infinity, -Infinity, Infinity, false, false, false, 0, 0];
  for (const values of lists)
    for (const value of values) {
      if (value === Infinity) up = true;
      else if (value === -Infinity) down = true;
      else if (!Number.isNaN(value)) {
        if (value < low) low = value;
        if (value > high) high = value;
        if (value > 0 && value < least) least = value;
        if (value === 0) hasZero = true;
        else { logarithms += Math.log10(Math.abs(value)); count++; }
      }
    }
  if (low > high) [low, high] = [0, 1];
  if (!wantsLogarithm) return linearAxis(low, high, up, down);
  return low < 0 ? symmetricAxis(low, high, up, down, 10 ** Math.floor(logarithms / count)) : logarithmicAxis(Math.min(least, high || 1), high || 1, hasZero, up);
}

function railed(from, to, hasLow, hasHigh) {
  const margin = Math.max((to - from) * 0.03, 1e-12);
  const rail = Math.max((to - from) * RAIL, margin);
  const [bottom, top] = [from - margin, to + margin];
  return { bottom, top, low: hasLow ? bottom - rail : bottom, high: hasHigh ? top + rail : top, lowRail: bottom - rail * 0.6, highRail: top + rail * 0.6 };
}

function linearAxis(low, high, up, down) {
  if (low === high) [low, high] = [low - Math.max(1, Math.abs(low)) / 2, high + Math.max(1, Math.abs(high)) / 2];
  const span = railed(low, high, down, up);
  return { ...span, hasLow: down, hasHigh: up, lowText: '−∞', place: v => v === Infinity ? span.highRail : v === -Infinity ? span.lowRail : v, label: v => text(Number(v.toPrecision(10))), note: '' };
}

const MOST_DECADES = 45;

function logarithmicAxis(low, high, hasZero, up) {
  let [from, to] = [Math.log10(low), Math.log10(high)];
  if (to - from < 0.5) [from, to] = [from - 0.3, to + 0.3];
  const cut = to - from > MOST_DECADES && from < 0;
  if (cut) from = Math.max(from, Math.min(0, to) - MOST_DECADES * 3 / 4);
  if (to - from > MOST_DECADES) to = from + MOST_DECADES;
  const span = railed(from, to, hasZero, up);
  return { ...span, hasLow: hasZero, hasHigh: up, lowText: '0', place: v => v === 0 ? span.lowRail : v === Infinity ? span.highRail : Math.log10(v), label: powerOfTen, note: [hasZero ? '▼ is exactly 0' : '', up ? '▲ is +∞' : ''].filter(part => part).join('; ') };
}

// Evenly in a band around 0 as wide as the numbers typically are, in equal ratios beyond.
function symmetricAxis(low, high, up, down, band) {
  const place = v => v === Infinity ? span.highRail : v === -Infinity ? span.lowRail : Math.sign(v) * Math.log10(1 + Math.abs(v) / band);
  const span = railed(Math.sign(low) * Math.log10(1 + Math.abs(low) / band), Math.sign(high) * Math.log10(1 + Math.abs(high) / band), down, up);
  const label = v => v === 0 ? '0' : `${v < 0 ? '−' : ''}${text(Number((band * (10 ** Math.abs(v) - 1)).toPrecision(1)))}`;
  return { ...span, hasLow: down, hasHigh: up, lowText: '−∞', place, label, note: `Both signs: evenly between −${text(band)} and ${text(band)}, in equal ratios beyond.` };
}

function powerOfTen(exponent) {
  if (!Number.isInteger(exponent)) return text(Number((10 ** exponent).toPrecision(2)));
  if (exponent >= -3 && exponent <= 4) return String(Number((10 ** exponent).toPrecision(3)));
  return '10' + [...String(exponent)].map(letter => letter === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[letter]).join('');
}

// The curves of the rows that are shown, or without a filter also those of trials that the table has no room for: some hundreds, evenly chosen.
function chosenCurves() {
  if (state.filter === '') return evenly([...curves.all.values()].filter(curve => !state.hidden.includes(curve.verdict)), MOST_CURVES);
  return evenly(shown.map(keyOfRow).filter(key => curves.all.has(key)).map(key => curves.all.get(key)), MOST_CURVES);
}

function evenly(list, most) {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, i) => list[Math.floor(i * (list.length - 1) / (most - 1))]);
}

// Trials that differ in their seed alone; null where they cannot be folded, or where there are too many.
function groupsOf(list) {
  const folds = DATA.runs.some(run => run.hasReplicates) || DATA.runs.length > 1;
  if (!folds || list.length < 2) return null;
  const groups = new Map();
  for (const curve of list) {
    const row = rows.rowOf.get(curve.key);
    const run = DATA.runs[curve.run];
    const differing = run.keys.filter(key => key.differs && !key.isSeed && row !== undefined);
    const settings = differing.map(key => `${key.label} ${text(rows.columns[key.name][row])}`).join(', ');
    const name = [DATA.runs.length > 1 ? run.label : '', settings].filter(part => part).join(', ') || 'all seeds';
    groups.set(name, [...(groups.get(name) || []), curve]);
  }
  return groups.size <= MOST_GROUPS && groups.size < list.length ? groups : null;
}

// A colour for each curve with what the colours say: one each, by verdict, or by the first number that was swept.
function colouring(list) {
  if (list.length <= MOST_GROUPS) {
    const legend = list.map((curve, i) => [labelOf(curve), SERIES[i]]);
    return { of: (curve, i) => SERIES[i], legend };
  }
  const found = VERDICTS.filter(verdict => list.some(curve => curve.verdict === verdict.word));
  const key = DATA.runs[0].keys.find(one => one.differs && !one.isSeed && !isText(one.name));
  if (found.length !== 1 || !key || DATA.runs.length > 1) return { of: curve => COLOUR_OF[curve.verdict] || '#888888', legend: found.map(verdict => [verdict.word, verdict.colour]) };
  const valueOf = curve => rows.columns[key.name][rows.rowOf.get(curve.key)];
  const values = list.map(valueOf).filter(Number.isFinite);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const place = v => key.isLogarithmic ? Math.log(v / low) / Math.log(high / low) : (v - low) / (high - low);
  const colour = v => VIRIDIS[Math.round(Math.min(1, Math.max(0, place(v) || 0)) * (VIRIDIS.length - 1))];
  return { of: curve => colour(valueOf(curve)), legend: [[`${key.label} ${text(low)}`, colour(low)], [`… ${text(high)}`, colour(high)]] };
}

function labelOf(curve) {
  const row = rows.rowOf.get(curve.key);
  const settings = row === undefined ? '' : settingsOf(curve.run, row);
  const isOnly = DATA.runs.length > 1 && DATA.runs[curve.run].trials === 1;
  const name = [DATA.runs.length > 1 ? DATA.runs[curve.run].label : '', settings || (isOnly ? '' : `trial ${curve.trial}`)].filter(part => part).join(', ');
  return `${name}: ${curve.verdict}`;
}
