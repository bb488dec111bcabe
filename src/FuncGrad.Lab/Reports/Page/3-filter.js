// Filters as text: terms between commas, all of which must hold. A word is looked for in all texts, a verdict must be whole;
// `loss<1e-20`, `learning_rate=0.1`, `verdict=converged|saddle`, `trial>=10`; names are columns or the ends of their paths.

const COMPARISON = /^\s*(.+?)\s*(<=|>=|!=|==|=|<|>|~)\s*(.*?)\s*$/;

function columnOf(name) {
  const wanted = name.trim().toLowerCase();
  const known = rows.names;
  return known.find(column => column.toLowerCase() === wanted)
    ?? known.find(column => column.toLowerCase().endsWith(`.${wanted}`))
    ?? known.find(column => column.toLowerCase().replace(/[_.]/g, ' ').endsWith(wanted.replace(/[_.]/g, ' ')));
}

function numberOf(word) {
  const plain = word.trim().toLowerCase().replace('−', '-');
  if (/^[+-]?(inf|infinity|∞)$/.test(plain)) return plain.startsWith('-') ? -Infinity : Infinity;
  if (plain === 'nan') return NaN;
  return plain === '' || Number.isNaN(Number(plain)) ? undefined : Number(plain);
}

// A term as a function of a row, or a string that says what is wrong with it.
function term(words) {
  const match = COMPARISON.exec(words);
  if (!match) return word(words.trim());
  const [, name, sign, value] = match;
  const column = columnOf(name);
  if (!column) return `There is no column “${name}”. Columns: ${rows.names.join(', ')}.`;
  const values = rows.columns[column];
  if (value === '') return `“${words.trim()}” lacks what to compare with.`;
  if (sign === '~') return row => String(values[row] ?? '').toLowerCase().includes(value.toLowerCase());
  if (isText(column)) return textTerm(column, values, sign, value);
  return numberTerm(words, values, sign, value);
}

function textTerm(column, values, sign, value) {
  const wanted = value.toLowerCase().split('|').map(one => one.trim());
  const holds = row => wanted.includes(String(values[row] ?? '').toLowerCase());
  if (sign === '=' || sign === '==') return holds;
  if (sign === '!=') return row => !holds(row);
  return `“${column}” holds words: compare it with = or !=.`;
}

function numberTerm(words, values, sign, value) {
  const numbers = value.split('|').map(numberOf);
  if (numbers.includes(undefined)) return `“${value}” in “${words.trim()}” is no number.`;
  const number = numbers[0];
  const isOne = one => numbers.some(wanted => Object.is(wanted, one) || wanted === one);
  switch (sign) {
    case '<': return row => values[row] < number;
    case '<=': return row => values[row] <= number;
    case '>': return row => values[row] > number;
    case '>=': return row => values[row] >= number;
    case '!=': return row => !isOne(values[row]);
    default: return row => isOne(values[row]);
  }
}

function word(wanted) {
  if (wanted === '') return () => true;
  const lower = wanted.toLowerCase();
  const number = numberOf(wanted);
  if (VERDICTS.some(verdict => verdict.word === lower)) return row => rows.columns.verdict[row] === lower;
  if (number !== undefined && !Number.isNaN(number)) return row => rows.columns.trial[row] === number;
  const texts = rows.names.filter(isText);
  return row => texts.some(name => String(rows.columns[name][row] ?? '').toLowerCase().includes(lower));
}

// The whole filter: { holds, problem }.
function parsed(filter) {
  const terms = filter.split(/,(?![^(\[]*[)\]])/).map(term);
  const problem = terms.find(one => typeof one === 'string');
  return problem ? { problem } : { holds: row => terms.every(one => one(row)) };
}
