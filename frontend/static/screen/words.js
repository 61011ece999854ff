/**
 * Puts values into a text of the page: "{n} people" with { n: 3 } -> "3 people".
 *
 * @param {string} text
 * @param {{ [name: string]: string | number }} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) =>
    name in values ? String(values[name]) : whole,
  );
}
