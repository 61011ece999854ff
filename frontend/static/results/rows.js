/** The rows of a packed file, as they come. */

/** Whether this browser can unpack one. */
export function canUnpack() {
  return "DecompressionStream" in window;
}

/**
 * @template Row
 * @param {string} address
 * @param {(row: Row) => void} use
 */
export async function eachRow(address, use) {
  const answer = await fetch(address);
  if (!answer.ok || !answer.body) throw new Error(String(answer.status));
  const reader = answer.body.pipeThrough(new DecompressionStream("gzip")).getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop() || "";
    for (const line of lines) use(JSON.parse(line));
  }
}
