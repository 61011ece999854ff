/** The boards: persons, teams, regions and the map; and the opening of a frozen board, in steps. */
import { makePerson, personPainter, put } from "../screen/persons.js";
import { openRows } from "../screen/rows.js";
import { byId } from "../shared/dom.js";
import { paintMeans } from "./means.js";
import { openRace } from "./race.js";
import { asBefore, hadOrder, TOOK_PLACES } from "./view.js";
import { later, say, still } from "./words.js";

/**
 * @typedef {import("./frames.js").Board} Board
 * @typedef {import("./frames.js").Row} Row
 * @typedef {import("./frames.js").RegionRow} RegionRow
 * @typedef {import("./frames.js").Words} Words
 */

const TOP = 10;
// The eye finds the old order first, then follows the moves.
const LOOK_MS = 900;
// A region that is opened shines at its old place this long before it moves.
const SHINE_MS = 1400;

/** @param {{ t: Words, words: Record<string, string> }} deps */
export function openRanking({ t, words }) {
  const persons = openRows(byId("persons"), { make: makePerson, paint: person, still, later });
  const teams = openRace(byId("teams"), { few: t("too_few") });
  const regions = openRace(byId("regions"), { few: t("too_few") });
  const paintPerson = personPainter(words, () => 1, { places: TOOK_PLACES });
  /** @type {Board | null} what is seen, or will be when the movement is over */
  let target = null;
  let moving = false;
  let replayed = "";
  let cancel = () => {};

  /** @param {HTMLElement} item @param {any} row @param {number} rise */
  function person(item, row, rise) {
    paintPerson(item, row, rise);
    item.classList.toggle("out", row.out === true);
    if (row.out) put(item, ".home", `✕ ${t("out")}${row.place ? ` · ${row.place}` : ""}`);
  }

  /** @param {Board} board */
  function paint(board) {
    cancel();
    moving = false;
    replayed = "";
    byId("persons-none").hidden = board.rows.length > 0;
    say(byId("persons-of"), t("people_all", { n: board.people }));
    persons(personRows(board.rows));
    teams(board.teams.map(teamRow));
    paintRegions(board.regions, null);
  }

  /** @param {RegionRow[]} rows @param {string | null} lit */
  function paintRegions(rows, lit) {
    const shown = rows.slice(0, room());
    regions(shown.map((row) => ({ ...regionRow(row, t), lit: row.path === lit })));
    const map = byId("board").querySelector(".map");
    if (map) paintMeans(map, rows, { words, lit });
  }

  /** The old order now, the new one when the eye has found it. @param {Board} board */
  function replay(board) {
    if (!hadOrder(board.rows)) return paint(board);
    replayed = JSON.stringify(board.rows);
    persons(personRows(asBefore(board.rows)));
    teams(asBefore(board.teams).map(teamRow));
    paintRegions(asBefore(board.regions), null);
    settleIn(LOOK_MS);
  }

  /** The region shines at its old place before it moves. @param {Board} board @param {Board} before */
  function open(board, before) {
    paint(before);
    paintRegions(before.regions, board.opening);
    settleIn(SHINE_MS);
  }

  /** The stage comes before its board: was it another one that began to move? @param {Board} board */
  function overtaken(board) {
    return moving && replayed !== "" && replayed !== JSON.stringify(board.rows);
  }

  /** What came last is painted when this time is over. @param {number} ms */
  function settleIn(ms) {
    cancel();
    moving = true;
    cancel = later(() => target && paint(target), ms);
  }

  return {
    /**
     * @param {Board} board
     * @param {boolean} fresh the hall has just come to this board: from the old order to the new
     */
    show(board, fresh) {
      const before = target;
      target = board;
      say(byId("pending"), board.pending ? t("pending", { n: board.pending }) : "");
      if (still()) paint(board);
      else if (before && board.opening && board.opening !== before.opening) open(board, before);
      else if (fresh || overtaken(board)) replay(board);
      else if (!moving) paint(board);
    },
  };
}

/** How many regions are readable beside the persons; while a frozen board is opened, all of them. */
function room() {
  if (document.body.dataset.face === "opening") return Number.POSITIVE_INFINITY;
  return matchMedia("(max-aspect-ratio: 1 / 1)").matches ? 8 : 12;
}

/** @param {Row[]} rows best first @returns {any[]} the first ten, as the painter reads them */
export function personRows(rows) {
  return rows.slice(0, TOP).map((row) => ({
    ...row,
    same: rows.some((other) => other !== row && other.rank === row.rank),
    ranked: true,
  }));
}

/** @param {Row} row whose score is in hundredths @returns {import("./race.js").Racer} */
function teamRow({ id, rank, name, score }) {
  return { id, rank, name, x100: score, about: "" };
}

/** @param {RegionRow} row @param {Words} t @returns {import("./race.js").Racer} */
export function regionRow({ path, rank, name, mean_x100, people }, t) {
  return { id: path, rank, name, x100: mean_x100, about: t("people", { n: people }) };
}
