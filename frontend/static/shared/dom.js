/** Builds pages. Text enters as text nodes only, so a nickname is never markup. */

/**
 * @typedef {Node | string} Kid
 * @typedef {{ [name: string]: string | number | boolean | ((event: Event) => void) }} Attributes
 *   functions listen to the event of their name; true sets an empty attribute, false none
 */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...Kid} kids
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, ...kids) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== false) node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...kids);
  return node;
}

/**
 * @param {string} id of an element that the page always has
 * @returns {HTMLElement}
 */
export function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * Replaces what is in `place` (replaceChildren is too new for some phones).
 *
 * @param {HTMLElement} place
 * @param {...Kid} kids
 */
export function fill(place, ...kids) {
  place.textContent = "";
  place.append(...kids);
}

/**
 * Replaces what is shown and takes the reader there: the first heading gets the focus.
 *
 * @param {HTMLElement} place
 * @param {...Kid} kids
 */
export function show(place, ...kids) {
  fill(place, ...kids);
  const heading = place.querySelector("h2");
  if (heading) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}
