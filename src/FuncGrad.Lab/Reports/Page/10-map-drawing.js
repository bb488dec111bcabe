// The map as it is drawn: cells, axes, the line of theory, and the cells of hovered and selected trials.

function drawMap() {
  const width = Math.max(240, map.canvas.parentElement.clientWidth);
  const height = Math.round(Math.min(520, width * 0.82));
  const scale = devicePixelRatio;
  map.canvas.style.height = `${height}px`;
  [map.canvas.width, map.canvas.height] = [width * scale, height * scale];
  const context = map.canvas.getContext('2d');
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  const plot = plotOf();
  const { x, y, width: columns, height: lines } = map.view;
  const every = map.data.every;
  context.imageSmoothingEnabled = false;
  context.drawImage(map.image, x / every, (map.data.height - y - lines) / every, columns / every, lines / every, plot.left, plot.top, plot.width, plot.height);
  context.save();
  context.beginPath();
  context.rect(plot.left, plot.top, plot.width, plot.height);
  context.clip();
  drawLimit(context, plot);
  frameCell(context, plot, state.hovered, style('--hover'));
  frameCell(context, plot, state.selected, style('--selection'));
  context.restore();
  drawMapAxes(context, plot);
}

function isWhole() { return map.view.width === map.data.width && map.view.height === map.data.height; }

function drawLimit(context, plot) {
  const places = map.data.limit;
  for (const [colour, width, dashes] of [['#ffffff', 3.2, []], ['#000000', 1.6, [6, 4]]]) {
    context.beginPath();
    for (let i = 0; i < places.length; i += 2) {
      const x = (places[i] * map.data.width - map.view.x) / map.view.width;
      const y = (places[i + 1] * map.data.height - map.view.y) / map.view.height;
      context[i === 0 ? 'moveTo' : 'lineTo'](plot.left + x * plot.width, plot.top + (1 - y) * plot.height);
    }
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dashes);
    context.stroke();
  }
  context.setLineDash([]);
}

function frameCell(context, plot, key, colour) {
  if (!key || !key.startsWith('0:')) return;
  const cell = cellOf(Number(key.slice(2)));
  if (!cell) return;
  const [width, height] = [plot.width / map.view.width, plot.height / map.view.height];
  const [left, top] = [plot.left + (cell[0] - map.view.x) * width, plot.top + (map.view.y + map.view.height - 1 - cell[1]) * height];
  const beyond = Math.max(1, 4 - Math.min(width, height) / 2);
  const box = [left - beyond, top - beyond, width + 2 * beyond, height + 2 * beyond];
  context.lineWidth = 4.5;
  context.strokeStyle = '#ffffff';
  context.strokeRect(...box);
  context.lineWidth = 2.5;
  context.strokeStyle = colour;
  context.strokeRect(...box);
}

function drawMapAxes(context, plot) {
  context.strokeStyle = style('--quiet');
  context.lineWidth = 1;
  context.strokeRect(plot.left + 0.5, plot.top + 0.5, plot.width, plot.height);
  context.fillStyle = style('--ink');
  context.font = '12px system-ui, sans-serif';
  context.textBaseline = 'top';
  const alongX = fitting(ticksOf(map.data.x, map.view.x, map.view.width, map.data.width), plot.width, ([, label]) => context.measureText(label).width + 10);
  for (const [place, label] of alongX) {
    context.textAlign = 'center';
    context.fillText(label, plot.left + place * plot.width, plot.top + plot.height + 6);
    context.fillRect(plot.left + place * plot.width, plot.top + plot.height, 1, 4);
  }
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const [place, label] of fitting(ticksOf(map.data.y, map.view.y, map.view.height, map.data.height), plot.height, () => 18)) {
    context.fillText(label, plot.left - 7, plot.top + (1 - place) * plot.height, MARGIN.left - 26);
    context.fillRect(plot.left - 4, plot.top + (1 - place) * plot.height, 4, 1);
  }
  context.textAlign = 'center';
  context.fillText(map.data.x.label.replaceAll('_', ' '), plot.left + plot.width / 2, plot.top + plot.height + 33);
  context.save();
  context.translate(10, plot.top + plot.height / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(map.data.y.label.replaceAll('_', ' '), 0, 0);
  context.restore();
}

// The marks of the whole axis, or in a part of it some of its values.
function ticksOf(axis, from, count, all) {
  if (count === all) return axis.ticks;
  const every = Math.max(1, Math.ceil(count / 6));
  const ticks = [];
  for (let i = Math.floor(every / 2); i < count; i += every) ticks.push([(i + 0.5) / count, axis.values[from + i]]);
  return ticks;
}

// Every mark, every second one ..., such that none stands in another.
function fitting(ticks, room, sizeOf) {
  for (let every = 1; every < ticks.length; every++) {
    const kept = ticks.filter((_, i) => i % every === 0);
    const isFree = kept.every((tick, i) => i === 0 || Math.abs(tick[0] - kept[i - 1][0]) * room >= (sizeOf(tick) + sizeOf(kept[i - 1])) / 2);
    if (isFree) return kept;
  }
  return ticks.slice(0, 1);
}

function showMapLegend(figure) {
  const entries = figure.legend.map(([words, colour]) => {
    const sample = element('span', { class: colour ? 'sample box' : 'sample dashes', 'aria-hidden': 'true' });
    if (colour) sample.style.background = colour;
    return element('li', {}, sample, words);
  });
  document.getElementById('map-legend').replaceChildren(...entries, ...(figure.bar ? [barElement(figure.bar)] : []));
}

function barElement(bar) {
  const ramp = element('div', { class: 'ramp', 'aria-hidden': 'true' });
  ramp.style.background = `linear-gradient(to right, ${bar.colours.join(', ')})`;
  const ticks = element('div', { class: 'ramp-ticks' }, ...bar.ticks.map(([place, label]) => {
    const tick = element('span', { text: label });
    tick.style.left = `${place * 100}%`;
    return tick;
  }));
  return element('li', { class: 'bar-entry' }, element('span', { text: bar.label }), ramp, ticks);
}
