// The map of a sweep over two settings: a cell is a trial.

const MARGIN = { left: 66, right: 12, top: 8, bottom: 44 };

const map = { data: null, canvas: null, image: null, view: null, cursor: null };

function cellOf(trial) {
  const data = map.data;
  const [x, y] = [Math.floor(trial / data.strideX) % data.width, Math.floor(trial / data.strideY) % data.height];
  return x * data.strideX + y * data.strideY === trial ? [x, y] : null;
}

function trialAt(x, y) { return x * map.data.strideX + y * map.data.strideY; }

// The verdicts, or, where all are the same, the figure that comes next.
function firstFigure() {
  const [verdicts, next] = map.data.figures;
  return next && verdicts.legend.filter(([, colour]) => colour).length === 1 ? next : verdicts;
}

// What the axes say of a trial that the table does not have.
function mapText(run, trial) {
  if (!map.data || run !== 0) return '';
  const cell = cellOf(trial);
  return cell ? `: ${map.data.x.label} ${map.data.x.values[cell[0]]}, ${map.data.y.label} ${map.data.y.values[cell[1]]}${map.data.otherwise}` : '';
}

function buildMap() {
  map.data = DATA.runs.length === 1 ? DATA.runs[0].map : null;
  const section = document.getElementById('map');
  if (!map.data) { section.hidden = true; return; }
  map.canvas = document.getElementById('cells');
  map.view = { x: 0, y: 0, width: map.data.width, height: map.data.height };
  map.canvas.setAttribute('aria-label', `Map of ${(map.data.width * map.data.height).toLocaleString('en')} trials by ${map.data.x.label} and ${map.data.y.label}. Arrow keys move, Enter selects.`);
  const choice = document.getElementById('map-figure');
  for (const figure of map.data.figures) choice.append(element('option', { value: figure.name, text: figure.name.replaceAll('_', ' ') }));
  if (!map.data.figures.some(figure => figure.name === state.mapFigure)) state.mapFigure = firstFigure().name;
  choice.value = state.mapFigure;
  choice.addEventListener('change', () => change({ mapFigure: choice.value }));
  map.canvas.addEventListener('mousemove', event => change({ hovered: keyAt(event) }));
  map.canvas.addEventListener('mouseleave', () => change({ hovered: '' }));
  listenToMap();
  onChange(changed => {
    if (['filter', 'hidden', 'mapFigure'].some(name => changed.has(name))) paintCells();
    if (['filter', 'hidden', 'mapFigure', 'hovered', 'selected'].some(name => changed.has(name))) drawMap();
    if (changed.has('hovered')) document.getElementById('under-pointer').textContent = state.hovered ? describe(state.hovered) : '';
  });
  new ResizeObserver(drawMap).observe(map.canvas.parentElement);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawMap);
  paintCells();
  drawMap();
}

function listenToMap() {
  let pressed = null;
  map.canvas.addEventListener('mousedown', event => { pressed = placeOf(event); });
  map.canvas.addEventListener('mouseup', event => {
    const to = placeOf(event);
    const from = pressed || to;
    pressed = null;
    if (!to || !from) return;
    if (Math.abs(to[0] - from[0]) >= 2 && Math.abs(to[1] - from[1]) >= 2) {
      map.view = { x: Math.min(to[0], from[0]), y: Math.min(to[1], from[1]), width: Math.abs(to[0] - from[0]) + 1, height: Math.abs(to[1] - from[1]) + 1 };
      drawMap();
    } else select(keyOf(0, trialAt(...to)));
  });
  map.canvas.addEventListener('dblclick', () => { map.view = { x: 0, y: 0, width: map.data.width, height: map.data.height }; drawMap(); });
  map.canvas.addEventListener('keydown', event => {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    const at = map.cursor || [0, 0];
    if (move) map.cursor = [0, 1].map(i => Math.min((i === 0 ? map.data.width : map.data.height) - 1, Math.max(0, at[i] + move[i])));
    else if (event.key === 'Enter' || event.key === ' ') { select(keyOf(0, trialAt(...at))); event.preventDefault(); return; }
    else return;
    event.preventDefault();
    change({ hovered: keyOf(0, trialAt(...map.cursor)) });
  });
}

// The cells with their colours; those that the filter leaves out are faded.
function paintCells() {
  const data = map.data;
  const figure = data.figures.find(one => one.name === state.mapFigure);
  const [width, height] = [Math.ceil(data.width / data.every), Math.ceil(data.height / data.every)];
  const colours = figure.colours.map(colour => [1, 3, 5].map(i => parseInt(colour.slice(i, i + 2), 16)));
  const faded = fadedCells(width, height);
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    const colour = colours[figure.codes[i]] || [128, 128, 128];
    image.data.set(colour, i * 4);
    image.data[i * 4 + 3] = faded(i) ? 45 : 255;
  }
  map.image = element('canvas', { width, height });
  map.image.getContext('2d').putImageData(image, 0, 0);
  showMapLegend(figure);
}

function fadedCells(width, height) {
  const verdicts = map.data.figures[0].codes;
  const hidden = new Set(state.hidden.map(word => VERDICTS.findIndex(verdict => verdict.word === word)));
  if (rows.count < map.data.width * map.data.height || problem) return i => hidden.has(verdicts[i]);
  const holds = new Uint8Array(width * height);
  for (const row of shown) {
    const cell = cellOf(rows.columns.trial[row]);
    if (cell) holds[(height - 1 - cell[1]) * width + cell[0]] = 1;
  }
  return i => holds[i] === 0;
}

function plotOf() {
  const width = map.canvas.clientWidth - MARGIN.left - MARGIN.right;
  return { left: MARGIN.left, top: MARGIN.top, width, height: map.canvas.clientHeight - MARGIN.top - MARGIN.bottom };
}

// The trial's position along the axes under the pointer.
function placeOf(event) {
  const box = map.canvas.getBoundingClientRect();
  const plot = plotOf();
  const x = Math.floor((event.clientX - box.left - plot.left) / plot.width * map.view.width);
  const y = Math.floor((event.clientY - box.top - plot.top) / plot.height * map.view.height);
  return x < 0 || y < 0 || x >= map.view.width || y >= map.view.height ? null : [map.view.x + x, map.view.y + map.view.height - 1 - y];
}

function keyAt(event) {
  const place = placeOf(event);
  return place ? keyOf(0, trialAt(...place)) : '';
}
