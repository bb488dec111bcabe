// Columns as Packed.cs wrote them: planes of bytes, deflated, in base64.

async function inflated(text) {
  const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// The words of all numbers from their planes; width bytes each, the rest of a double is 0.
function doubles(planes, count, width) {
  const values = new Float64Array(count);
  const view = new DataView(values.buffer);
  const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
  for (let plane = 0; plane < width; plane++) {
    const from = plane * count;
    for (let i = 0; i < count; i++) view.setUint8(i * 8 + (littleEndian ? 7 - plane : plane), planes[from + i]);
  }
  return values;
}

async function unpacked(packed) {
  const bytes = await inflated(packed.data);
  if (packed.form === 'u8') return bytes;
  if (packed.form === 'f64') return doubles(bytes, packed.count, 8);
  if (packed.form === 'h64') return doubles(bytes, packed.count, 4);
  const texts = new TextDecoder().decode(bytes).split('\n');
  const which = await unpacked(packed.which);
  return Array.from(which, position => texts[position]);
}

// All packed columns in a value of the data, in their places.
async function unpackAll(value) {
  if (Array.isArray(value)) return Promise.all(value.map(unpackAll));
  if (value === null || typeof value !== 'object') return value;
  if (value.form) return unpacked(value);
  const entries = await Promise.all(Object.entries(value).map(async ([key, inner]) => [key, await unpackAll(inner)]));
  return Object.fromEntries(entries);
}
