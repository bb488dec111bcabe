// The plot of the curves, and what is drawn over it: marks, the trial under the pointer and the one that is selected.

function buildCurves() {
  const section = document.getElementById('curves');
  if (curves.all.size === 0) { section.hidden = true; return; }
  curves.box = document.getElementById('plot');
  const choice = document.getElementById('figure');
  for (const name of curves.names) choice.append(element('option', { value: name, text: name.replaceAll('_', ' ') }));
  if (!curves.names.includes(state.figure)) state.figure = curves.names[0];
  choice.value = state.figure;
  choice.addEventListener('change', () => change({ figure: choice.value }));
  const [logarithm, folds] = [document.getElementById('logarithm'), document.getElementById('folds')];
  [logarithm.checked, folds.checked] = [state.isLogarithmic, state.folds];
  logarithm.addEventListener('change', () => change({ isLogarithmic: logarithm.checked }));
  folds.addEventListener('change', () => change({ folds: folds.checked }));
  folds.parentElement.hidden = !DATA.runs.some(run => run.hasReplicates);
  document.getElementById('in').addEventListener('click', () => zoom(0.5));
  document.getElementById('out').addEventListener('click', () => zoom(2));
  document.getElementById('all').addEventListener('click', drawCurves);
  onChange(changed => {
    if (['filter', 'hidden', 'figure', 'isLogarithmic', 'folds'].some(name => changed.has(name))) drawCurves();
    else if (changed.has('selected') || changed.has('hovered')) curves.plot.redraw(false);
  });
  new ResizeObserver(() => { if (curves.plot && curves.box.clientWidth !== curves.plot.width) curves.plot.setSize(sizeOfPlot()); }).observe(curves.box);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawCurves);
  drawCurves();
}

function sizeOfPlot() {
  const width = Math.max(260, curves.box.clientWidth);
  return { width, height: Math.round(Math.min(440, Math.max(300, width * 0.64))) };
}

function zoom(factor) {
  const { min, max } = curves.plot.scales.x;
  const [middle, half] = [(min + max) / 2, (max - min) / 2 * factor];
  curves.plot.setScale('x', { min: Math.max(curves.first, middle - half), max: Math.min(curves.last, middle + half) });
}

function style(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }

function drawCurves() {
  const list = chosenCurves();
  const groups = state.folds ? groupsOf(list) : null;
  curves.drawn = list;
  const lists = list.map(curve => curve.values[state.figure] || []);
  const bands = state.figure === curves.names[0] ? DATA.runs.map(run => run.curves && run.curves.bands).filter(band => band) : [];
  curves.axis = axisOf([...lists, ...bands.flatMap(band => band.quantiles.map(quantile => quantile.values))], state.isLogarithmic);
  const steps = new Set(list.flatMap(curve => Array.from(curve.steps)).concat(bands.flatMap(band => Array.from(band.steps))));
  const xs = [...steps].sort((a, b) => a - b);
  [curves.first, curves.last] = [xs[0] ?? 0, xs[xs.length - 1] ?? 1];
  const parts = groups ? folded(groups, xs) : single(list, xs);
  const under = bands.flatMap((band, i) => quantiles(band, xs, bands.length === 1 ? style('--quiet') : SERIES[i]));
  if (curves.plot) curves.plot.destroy();
  curves.plot = new uPlot(optionsOf([...under, ...parts.series]), [xs, ...under.map(one => one.values), ...parts.series.map(one => one.values)], curves.box);
  showLegend(parts.legend.concat(bands.length > 0 ? [['5, 25, 50, 75 and 95 % of all trials', style('--quiet')]] : []));
  showCurveNote(list, groups);
}

// Values on the common steps: undefined where a curve has none of its own, null where it has none that can be drawn.
function aligned(steps, values, xs, axis) {
  const [found, places] = [Array.from(xs, () => undefined), new Map(xs.map((x, i) => [x, i]))];
  for (let i = 0; i < steps.length; i++) {
    const place = axis.place(values[i]);
    found[places.get(steps[i])] = Number.isFinite(place) ? place : null;
  }
  return found;
}

function single(list, xs) {
  const colours = colouring(list);
  const isFew = list.length <= 12;
  const series = list.map((curve, i) => ({
    values: aligned(curve.steps, curve.values[state.figure] || [], xs, curves.axis), key: curve.key,
    options: { label: labelOf(curve), stroke: shade(colours.of(curve, i)), width: isFew ? 2 : 1, alpha: isFew ? 1 : 0.6, points: { show: curve.steps.length === 1 } },
  }));
  return { series, legend: colours.legend };
}

// Mean and range over the seeds, taken where the axis measures; a trial that has stopped stays where it is.
function folded(groups, xs) {
  const series = [];
  const legend = [];
  [...groups].forEach(([name, list], g) => {
    const columns = list.map(curve => held(aligned(curve.steps, curve.values[state.figure] || [], xs, curves.axis)));
    const at = of => xs.map((_, i) => { const values = columns.map(column => column[i]).filter(value => value !== null); return values.length > 0 ? of(values) : null; });
    const edge = { stroke: 'transparent', width: 0, points: { show: false } };
    series.push({ values: at(values => Math.max(...values)), options: { label: `${name}, greatest`, ...edge }, band: SERIES[g], reach: 1 });
    series.push({ values: at(values => Math.min(...values)), options: { label: `${name}, least`, ...edge } });
    series.push({ values: at(values => values.reduce((sum, value) => sum + value, 0) / values.length), options: { label: name, stroke: shade(SERIES[g]), width: 2.4, points: { show: false } } });
    legend.push([`${name}: mean and range of ${list.length}`, SERIES[g]]);
  });
  return { series, legend };
}

function held(values) {
  let last = null;
  return values.map(value => value === undefined ? last : (last = value));
}

function quantiles(band, xs, colour) {
  const named = band.quantiles.map(quantile => ({
    values: held(aligned(band.steps, quantile.values, xs, curves.axis)).map(value => value ?? null),
    options: { label: `${quantile.share * 100} % of all trials`, stroke: colour, width: quantile.share === 0.5 ? 2 : 0, points: { show: false } },
  }));
  return named.reverse().map((one, i) => i < 2 ? { ...one, band: colour, reach: 4 - 2 * i } : one);
}

// Dark colours are lighter where the paper is dark.
function shade(colour) {
  const parts = /^#(..)(..)(..)$/.exec(colour);
  if (!parts || style('--paper') === '#ffffff') return colour;
  const [red, green, blue] = parts.slice(1).map(part => parseInt(part, 16));
  const share = Math.max(0, 0.55 - (0.21 * red + 0.72 * green + 0.07 * blue) / 255);
  return `#${[red, green, blue].map(part => Math.round(part + (255 - part) * share).toString(16).padStart(2, '0')).join('')}`;
}

function optionsOf(series) {
  const [ink, faint] = [style('--ink'), style('--faint')];
  const axis = { stroke: ink, grid: { stroke: faint, width: 1 }, ticks: { stroke: faint, width: 1 }, font: '12px system-ui, sans-serif' };
  const bands = series.flatMap((one, i) => one.band ? [{ series: [i + 1, i + 1 + one.reach], fill: `${shade(one.band)}30` }] : []);
  return {
    ...sizeOfPlot(), legend: { show: false }, bands,
    cursor: { drag: { x: true, y: true, uni: 30 }, focus: { prox: 24 }, points: { show: false } },
    focus: { alpha: 1 },
    scales: { x: { time: false, range: () => [curves.first, Math.max(curves.last, curves.first + 1)] }, y: { range: () => [curves.axis.low, curves.axis.high] } },
    axes: [{ ...axis, label: 'step', labelSize: 20, labelFont: '12px system-ui, sans-serif', size: 36 }, { ...axis, size: 62, splits: splitsOf, values: (_, places) => places.map(labelAt) }],
    series: [{}, ...series.map(one => one.options)],
    hooks: { draw: [drawMarks], setSeries: [(plot, index) => hoverSeries(index, series)], ready: [plot => listen(plot, series)] },
  };
}

function splitsOf(plot, _, from, to) {
  const axis = curves.axis;
  const most = Math.max(3, plot.height / 46);
  const whole = axis.label === powerOfTen;
  let step = 10 ** Math.floor(Math.log10((to - from) / most));
  for (const factor of [2, 2.5, 2, 1]) if ((to - from) / step > most) step *= factor;
  if (whole && to - from > 2) step = Math.max(1, Math.ceil(step));
  const places = [];
  for (let k = Math.ceil(Math.max(from, axis.bottom) / step); k * step <= Math.min(to, axis.top); k++) places.push(Math.round(k * step * 1e9) / 1e9);
  return [...(axis.hasLow ? [axis.lowRail] : []), ...places, ...(axis.hasHigh ? [axis.highRail] : [])];
}

function labelAt(place) {
  const axis = curves.axis;
  return axis.hasLow && place === axis.lowRail ? axis.lowText : axis.hasHigh && place === axis.highRail ? '∞' : axis.label(place);
}
