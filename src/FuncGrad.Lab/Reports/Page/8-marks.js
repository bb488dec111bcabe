// What is drawn over the curves, and what is said beside them.

let seriesUnderPointer = '';

function hoverSeries(index, series) {
  seriesUnderPointer = index === null || index === undefined ? '' : series[index - 1]?.key || '';
  if (state.hovered !== seriesUnderPointer) change({ hovered: seriesUnderPointer });
}

function listen(plot) {
  let pressed = null;
  plot.over.addEventListener('mousedown', event => { pressed = [event.clientX, event.clientY]; });
  plot.over.addEventListener('mouseup', event => {
    const hasMoved = pressed && Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > 4;
    if (!hasMoved && seriesUnderPointer) select(seriesUnderPointer);
  });
  plot.over.addEventListener('mouseleave', () => change({ hovered: '' }));
}

function drawMarks(plot) {
  const figure = state.figure;
  const few = curves.drawn.length <= 60 && !(state.folds && groupsOf(curves.drawn));
  const context = plot.ctx;
  context.save();
  context.beginPath();
  context.rect(plot.bbox.left, plot.bbox.top, plot.bbox.width, plot.bbox.height);
  context.clip();
  if (few) {
    const colours = colouring(curves.drawn);
    curves.drawn.forEach((curve, i) => markEnds(plot, curve, curve.values[figure], shade(colours.of(curve, i))));
  }
  for (const [key, colour, width] of [[state.hovered, style('--hover'), 3], [state.selected, style('--selection'), 4]]) {
    const curve = curves.all.get(key);
    if (!curve || !curve.values[figure]) continue;
    trace(plot, curve, curve.values[figure], style('--paper'), width + 3);
    trace(plot, curve, curve.values[figure], colour, width);
    markEnds(plot, curve, curve.values[figure], colour);
  }
  context.restore();
}

function trace(plot, curve, values, colour, width) {
  const context = plot.ctx;
  context.beginPath();
  let isOpen = false;
  for (let i = 0; i < values.length; i++) {
    const place = curves.axis.place(values[i]);
    if (!Number.isFinite(place)) { isOpen = false; continue; }
    const [x, y] = [plot.valToPos(curve.steps[i], 'x', true), plot.valToPos(place, 'y', true)];
    if (isOpen) context.lineTo(x, y); else context.moveTo(x, y);
    isOpen = true;
  }
  context.strokeStyle = colour;
  context.lineWidth = width * devicePixelRatio / 1.5;
  context.lineJoin = 'round';
  context.stroke();
}

// Where a curve first is 0 or infinite, and where it ends in NaN.
function markEnds(plot, curve, values, colour) {
  if (!values) return;
  const at = (i, place, letter) => {
    plot.ctx.fillStyle = colour;
    plot.ctx.font = `${13 * devicePixelRatio}px system-ui, sans-serif`;
    plot.ctx.textAlign = 'center';
    plot.ctx.textBaseline = 'middle';
    plot.ctx.fillText(letter, plot.valToPos(curve.steps[i], 'x', true), plot.valToPos(place, 'y', true));
  };
  const zero = curves.axis.lowText === '0' ? values.indexOf(0) : -1;
  const infinite = values.findIndex(value => value === Infinity || value === -Infinity);
  const lost = values.findIndex(Number.isNaN);
  if (zero >= 0) at(zero, curves.axis.lowRail, '▼');
  if (infinite >= 0) at(infinite, curves.axis.place(values[infinite]), values[infinite] > 0 ? '▲' : '▼');
  if (lost > 0) at(lost - 1, curves.axis.place(values[lost - 1]), '✕');
  if (lost === 0) at(0, curves.axis.top, '✕');
}

function showLegend(entries) {
  const box = document.getElementById('legend');
  box.replaceChildren(...entries.map(([words, colour]) => {
    const sample = element('span', { class: 'sample', 'aria-hidden': 'true' });
    sample.style.background = shade(colour);
    return element('li', {}, sample, words);
  }));
}

function showCurveNote(list, groups) {
  const all = curves.all.size;
  const some = list.length < all && !groups ? `${list.length.toLocaleString('en')} of ${all.toLocaleString('en')} curves.` : '';
  const lost = list.some(curve => (curve.values[state.figure] || []).some(Number.isNaN)) ? '✕ is the last number before NaN.' : '';
  document.getElementById('curve-note').textContent = [some, curves.axis.note, lost].filter(part => part).join(' ');
}
