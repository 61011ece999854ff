/**
 * Parts of the page that come later: what only some questions do in another way, and the result.
 * more.js puts them in; the first response stays light.
 */

import { el } from "../shared/dom.js";
import { inWords, letter } from "./choice.js";

/**
 * @typedef {import("./frames.js").Question} Question
 * @typedef {import("./frames.js").Answered} Answered
 * @typedef {import("./controls.js").Asked} Asked
 * @typedef {Pick<Question, "rich" | "picture" | "option_pictures"> & { kind: string }} Dressed what may be more than plain words
 * @typedef {(Node | string)[]} Kids
 */

// A second sign beside the letter: told apart without colour and from across a room.
const SHAPES = "●▲■◆★✚▼▬▮▰";

export const parts = {
  /** @type {(place: number) => Kids} what stands before an option; a hall has its own */
  sign: (place) => [letter(place), el("i", { "aria-hidden": "true" }, SHAPES[place] ?? "")],

  /** @type {Record<string, (asked: Asked) => HTMLElement[]>} what is not answered by tapping options */
  controls: {},

  /** @type {(of: Dressed, part: string, text: string) => Kids} a text as it is shown; "below" is
   * what stands below the stem */
  text: (_of, _part, text) => [text],

  /** @type {import("./more/more.js").ResultView | null} the view after the paper */
  result: null,

  /** @type {typeof import("./more/report.js").reportView | null} "something is wrong here" */
  report: null,

  /** @type {(row: Answered, t: (word: string) => string) => Node[]} what counts beside the key, after a ruling */
  also: () => [],

  /** @type {(row: Answered, mine: boolean) => Node | string} a choice, or the key, in words */
  told: ({ q, choice, key, order }, mine) => inWords(q, mine ? choice : key, order),
};
