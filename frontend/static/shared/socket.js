/**
 * One connection that comes back by itself.
 *
 * "Connected" is said only after the server answered our hello. A line without a word for nine
 * seconds after a ping is given up, whatever the browser thinks of it.
 *
 * @typedef {{ send(text: string): void, close(): void, onopen: ((event: any) => void) | null,
 *   onmessage: ((event: any) => void) | null,
 *   onclose: ((event: any) => void) | null }} Wire the part of WebSocket that we use
 * @typedef {"connecting" | "online" | "offline" | "refused"} LinkState
 */

const PING_MS = 10000;
const SILENCE_MS = 9000;
// A venue's access point comes back for everyone at once: spread the phones over eight seconds.
const LONGEST_WAIT_MS = 8000;
const FIRST_WAIT_MS = 1000;
const RESTART = 1012;
// The server has said no, and would say it again.
const FINAL = [4401, 4409, 4410];

/**
 * Full jitter: anywhere from nothing to a bound that doubles with every try.
 *
 * @param {number} tries failed in a row
 * @param {() => number} random from 0 to 1
 */
export function wait(tries, random) {
  return random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
}

/**
 * @param {{ connect: () => Wire, hello: () => object, receive: (frame: any) => void,
 *   state: (state: LinkState, code: number) => void, random: () => number, now: () => number,
 *   later: (fn: () => void, ms: number) => () => void,
 *   pong: (sent: number, now: number) => void }} deps
 */
export function openLink({ connect, hello, receive, state, random, now, later, pong }) {
  /** @type {Wire | null} */
  let wire = null;
  let online = false;
  let tries = 0;
  let cancel = () => {};

  /** @param {() => void} fn @param {number} ms the one thing that is waited for */
  function then(fn, ms) {
    cancel();
    cancel = later(fn, ms);
  }

  function start() {
    drop();
    state("connecting", 0);
    const mine = connect();
    wire = mine;
    mine.onopen = () => mine.send(JSON.stringify(hello()));
    mine.onmessage = (event) => heard(JSON.parse(event.data));
    mine.onclose = (event) => lost(event.code);
    then(() => lost(0), SILENCE_MS);
  }

  /** Lets go of the wire; what it may still say is not ours any more. */
  function drop() {
    cancel();
    online = false;
    if (!wire) return;
    wire.onopen = wire.onmessage = wire.onclose = null;
    wire.close();
    wire = null;
  }

  /** @param {any} frame */
  function heard(frame) {
    if (online) then(ping, PING_MS);
    if (frame.t === "pong") {
      send({ t: "echo", n: frame.n });
      pong(frame.c, frame.now);
      return;
    }
    // The first frame answers our hello; an error may come without one.
    if (!online && frame.t !== "error") {
      online = true;
      tries = 0;
      state("online", 0);
      ping();
    }
    receive(frame);
  }

  function ping() {
    send({ t: "ping", c: Math.round(now()) });
    then(() => lost(0), SILENCE_MS);
  }

  /** @param {number} code of the closing; 0 = silence */
  function lost(code) {
    drop();
    if (FINAL.includes(code)) return state("refused", code);
    state("offline", code);
    then(start, wait(code === RESTART ? 0 : tries++, random));
  }

  /** @param {object} frame @returns {boolean} whether there was a line to send it on */
  function send(frame) {
    if (wire && online) wire.send(JSON.stringify(frame));
    return online;
  }

  start();
  return {
    send,
    /** Something changed (the network, the tab): look now, not when the wait is over. */
    wake: () => (online ? ping() : start()),
    /** Ends it. */
    stop: drop,
  };
}
