/** The line of a host: the shared socket with a host's hello, its clock, and when it is given up. */

import { openClock } from "../shared/countdown.js";
import { openLink } from "../shared/socket.js";

/**
 * @typedef {import("../shared/socket.js").LinkState} LinkState
 * @typedef {import("./frames.js").Trouble} Trouble
 */

// Said before the sitting opens itself to us: it would be said again.
const HOPELESS = ["forbidden", "signed_out", "no_such_sitting", "not_prepared"];

/**
 * @param {{ hello: () => object, receive: (frame: any) => void,
 *   state: (state: LinkState) => void, refused: (trouble: Trouble) => void }} deps
 */
export function openLine({ hello, receive, state, refused }) {
  const clock = openClock(() => performance.now());
  let entered = false;
  const link = openLink({
    connect: () => new WebSocket(`${location.origin.replace("http", "ws")}/ws/host/`),
    hello,
    receive: heard,
    state: changed,
    random: Math.random,
    now: () => performance.now(),
    later,
    pong: clock.pong,
  });

  /** @param {any} frame */
  function heard(frame) {
    if (frame.now) clock.hint(frame.now);
    if (frame.t === "hosting") entered = true;
    if (frame.t === "error" && !entered && HOPELESS.includes(frame.code)) {
      link.stop();
      refused(frame);
    } else receive(frame);
  }

  /** @param {LinkState} now */
  function changed(now) {
    if (now !== "online") entered = false;
    state(now);
  }

  addEventListener("online", link.wake);
  addEventListener("pageshow", (event) => event.persisted && link.wake());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") link.wake();
  });
  return { send: link.send, now: clock.now, stop: link.stop };
}

/** @param {() => void} fn @param {number} ms */
export function later(fn, ms) {
  const timer = setTimeout(fn, ms);
  return () => clearTimeout(timer);
}
