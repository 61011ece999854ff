/**
 * The feed of one board for a program of your own: hears the events, comes back by itself with the
 * last id, and gives the board as it is now (docs/protocol.md, section 8).
 *
 * EventSource cannot send a token, which never stands in an address, so the stream is read by fetch.
 *
 * @typedef {import("../screen/board.js").Board} Board
 * @typedef {{ as_of: number, late: boolean }} Beat
 * @typedef {{ id: string, event: string, data: string }} Event
 */

import { after } from "../screen/board.js";

const LONGEST_MS = 10000;

/**
 * Cuts a text into whole events; what is not whole yet comes back as `rest`.
 *
 * @param {string} text
 * @returns {{ events: Event[], rest: string }}
 */
export function parse(text) {
  const blocks = text.split("\n\n");
  const rest = blocks.pop() ?? "";
  return { events: blocks.map(one), rest };
}

/** @param {string} block @returns {Event} */
function one(block) {
  const found = { id: "", event: "message", data: "" };
  for (const line of block.split("\n")) {
    const [name, ...more] = line.split(": ");
    if (name === "id" || name === "event" || name === "data") found[name] = more.join(": ");
  }
  return found;
}

/**
 * @param {{ address: string, token: string, show: (board: Board) => void,
 *   beat: (beat: Beat) => void, get: (address: string, init: RequestInit) => Promise<Response>,
 *   random: () => number, later: (fn: () => void, ms: number) => unknown }} deps
 */
export function openStream({ address, token, show, beat, get, random, later }) {
  /** @type {Board | null} */
  let board = null;
  let last = "";
  let failed = 0;
  let over = false;

  /** @param {Event} event */
  function take(event) {
    if (event.event === "beat") return beat(JSON.parse(event.data));
    if (event.event === "board") board = JSON.parse(event.data);
    else if (event.event === "frame" && board) board = after(board, JSON.parse(event.data));
    else return;
    last = event.id;
    if (board) show(board);
  }

  /** @param {ReadableStreamDefaultReader<Uint8Array>} reader */
  async function read(reader) {
    const decoder = new TextDecoder();
    let rest = "";
    while (!over) {
      const { done, value } = await reader.read();
      if (done) return;
      const found = parse(rest + decoder.decode(value, { stream: true }));
      rest = found.rest;
      found.events.forEach(take);
    }
    await reader.cancel();
  }

  async function line() {
    /** @type {Record<string, string>} */
    const headers = { Authorization: `Bearer ${token}` };
    if (last) headers["Last-Event-ID"] = last;
    const answer = await get(address, { headers, cache: "no-store" });
    if (!answer.ok || !answer.body) throw new Error(String(answer.status));
    failed = 0;
    await read(answer.body.getReader());
  }

  function again() {
    if (over) return;
    line()
      .catch(() => {
        failed += 1;
      })
      .then(() => later(again, random() * Math.min(1000 * 2 ** failed, LONGEST_MS)));
  }

  again();
  return {
    close() {
      over = true;
    },
  };
}
