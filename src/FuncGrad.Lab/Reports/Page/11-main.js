// The page comes alive when its data is unpacked.

function buildVerdicts() {
  const boxes = [...document.querySelectorAll('#verdicts input')];
  for (const box of boxes) {
    box.checked = !state.hidden.includes(box.value);
    box.addEventListener('change', () => change({ hidden: boxes.filter(one => !one.checked).map(one => one.value) }));
  }
  for (const only of document.querySelectorAll('#verdicts button[data-verdict]'))
    only.addEventListener('click', () => {
      const others = boxes.map(box => box.value).filter(word => word !== only.dataset.verdict);
      const isAlone = state.hidden.length === others.length && !state.hidden.includes(only.dataset.verdict);
      change({ hidden: isAlone ? [] : others });
      for (const box of boxes) box.checked = !state.hidden.includes(box.value);
    });
}

function buildFilter() {
  const filter = document.getElementById('filter');
  let waiting = 0;
  filter.value = state.filter;
  filter.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(() => change({ filter: filter.value }), 120); });
  filter.addEventListener('change', () => change({ filter: filter.value }));
}

async function start() {
  DATA.runs = await unpackAll(DATA.runs);
  gatherRows();
  gatherCurves();
  const before = recalled();
  for (const name of Object.keys(state)) if (name in before) state[name] = before[name];
  computeShown();
  document.body.classList.add('alive');
  buildVerdicts();
  buildFilter();
  buildTable();
  buildMap();
  buildCurves();
  markSort();
  showCount();
  drawRows();
  showSelected();
  if (before.tableScroll) table.box.scrollTop = before.tableScroll;
  if (before.scroll) window.scrollTo(0, before.scroll);
  window.addEventListener('scroll', remember, { passive: true });
  window.addEventListener('resize', drawRows);
  document.body.dataset.ready = 'yes';
}

start().catch(error => { document.getElementById('trouble').textContent = `This page could not be unpacked: ${error.message}. A browser of 2023 or later is needed.`; });
