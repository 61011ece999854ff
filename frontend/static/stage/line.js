/** The line of a screen: comes back by itself for ever, and afresh after a sleep. */
import { watchSleep } from "../screen/sleep.js";
import { openClock } from "../shared/countdown.js";
import { openLink } from "../shared/socket.js";
import { later } from "./words.js";

const HURRY_MS = 3000;

/**
 * @param {{ screen: string, lang: string }} setup
 * @param {{ receive: (frame: any) => void,
 *   state: (state: import("../shared/socket.js").LinkState) => void }} deps
 * @returns {{ now: () => number }} the server's time, whatever this machine's clock says
 */
export function openLine({ screen, lang }, { receive, state }) {
  const monotonic = () => performance.now();
  const clock = openClock(monotonic);
  let link = dial();
  let dialled = monotonic();

  function dial() {
    return openLink({
      connect: () => new WebSocket(`${location.origin.replace("http", "ws")}/ws/stage/`),
      hello: () => ({ t: "screen", screen, lang }),
      receive: heard,
      state,
      random: Math.random,
      now: monotonic,
      later,
      pong: clock.pong,
    });
  }

  /** @param {any} frame */
  function heard(frame) {
    if (frame.now) clock.hint(frame.now);
    receive(frame);
  }

  /** What is open may be dead, and nobody stands here to wait for it. */
  function afresh() {
    if (monotonic() - dialled < HURRY_MS) return;
    link.stop();
    dialled = monotonic();
    link = dial();
  }

  watchSleep({ now: () => Date.now(), every: (fn, ms) => void setInterval(fn, ms), woke: afresh });
  addEventListener("online", afresh);
  addEventListener("pageshow", (event) => event.persisted && afresh());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") link.wake();
  });
  return { now: clock.now };
}
