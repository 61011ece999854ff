/**
 * Puts values into a text of the page: "{n} person|{n} people" with { n: 3 } -> "3 people".
 * Of a text in two forms the first is for one.
 *
 * @param {string} text
 * @param {{ [name: string]: string | number }} values
 */
export function fill(text, values) {
  const [one = text, many = one] = text.split("|");
  const form = String(values.n) === "1" ? one : many;
  return form.replace(/\{(\w+)\}/g, (whole, name) =>
    name in values ? String(values[name]) : whole,
  );
}
