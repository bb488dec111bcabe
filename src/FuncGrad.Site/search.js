// Shows what fits the words best: each counts for more the fewer entries have it, twice in a name, and less in a long text. Words of every question count where nothing else is asked.
const box = document.querySelector("#query"), list = document.querySelector("#found");
const entries = [...list.children].map(row => ({ row, name: row.querySelector("a").textContent.toLowerCase(), text: row.textContent.toLowerCase() }));
const common = new Set("a an and are as be by can do does for from how i in is it its my of on or say says that the this to what when where which why with".split(" "));

function show() {
  const asked = box.value.toLowerCase().split(/[\s?!,;"]+/).filter(word => word.length > 0), rare = asked.filter(word => !common.has(word));
  const words = (rare.length > 0 ? rare : asked).map(word => new RegExp("(?<![\\p{L}\\p{N}])" + word.replace(/[^\p{L}\p{N}_\s]/gu, "\\$&"), "u"));
  const weights = words.map(word => Math.log((entries.length + 1) / (1 + entries.filter(entry => word.test(entry.text)).length)));
  for (const entry of entries)
    entry.score = words.reduce((sum, word, i) => sum + (word.test(entry.name) ? 2 : word.test(entry.text) ? 1 / (1 + entry.text.length / 10000) : 0) * weights[i], entry.name === box.value.toLowerCase().trim() ? 100 : 0);
  const best = Math.max(...entries.map(entry => entry.score));
  for (const entry of entries) entry.row.hidden = words.length > 0 && (entry.score <= 0 || entry.score < best / 3);
  if (words.length > 0) list.append(...[...entries].sort((a, b) => b.score - a.score).map(entry => entry.row));
}

box.value = new URLSearchParams(location.search).get("q") ?? "";
box.addEventListener("input", show);
show();
