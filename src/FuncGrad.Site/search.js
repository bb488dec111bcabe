// Shows what fits the words best: each counts for more the fewer entries have it.
const box = document.querySelector("#query"), list = document.querySelector("#found");
const entries = [...list.children].map(row => ({ row, name: row.querySelector("a").textContent.toLowerCase(), text: row.textContent.toLowerCase() }));

function show() {
  const words = box.value.toLowerCase().split(/\s+/).filter(word => word.length > 0);
  const weights = words.map(word => Math.log((entries.length + 1) / (1 + entries.filter(entry => entry.text.includes(word)).length)));
  for (const entry of entries)
    entry.score = words.reduce((sum, word, i) => sum + (entry.text.includes(word) ? weights[i] * (entry.name.includes(word) ? 2 : 1) : 0), entry.name === box.value.toLowerCase().trim() ? 100 : 0);
  const best = Math.max(...entries.map(entry => entry.score));
  for (const entry of entries) entry.row.hidden = words.length > 0 && (entry.score <= 0 || entry.score < best / 3);
  if (words.length > 0) list.append(...[...entries].sort((a, b) => b.score - a.score).map(entry => entry.row));
}

box.value = new URLSearchParams(location.search).get("q") ?? "";
box.addEventListener("input", show);
show();
