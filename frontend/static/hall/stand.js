/**
 * One sitting on this phone: takes in frames, decides what is shown, and draws nothing itself.
 *
 * @typedef {import("./frames.js").Stage} Stage
 * @typedef {import("./frames.js").Mine} Mine
 * @typedef {import("./frames.js").Entered} Entered
 * @typedef {import("./frames.js").Content} Content
 * @typedef {import("./frames.js").Kept} Kept
 * @typedef {import("./frames.js").Choice} Choice
 * @typedef {import("./frames.js").Receipt} Receipt
 * @typedef {import("./frames.js").Trouble} Trouble
 *
 * @typedef {object} Standing all that the page shows
 * @property {number} attempt whose it is: another one is somebody else's
 * @property {import("./frames.js").HallView} hall
 * @property {string} name
 * @property {Mine} mine
 * @property {Stage} stage
 * @property {Content | null} content the question, once it is open
 * @property {Kept | null} stored the answer that is on disk for the slot of the stage
 * @property {boolean} sending an answer to it is on its way
 * @property {boolean} judged whether `mine` already knows what the reveal of this slot said
 * @property {number | null} was the rank before this slot
 *
 * @typedef {object} Face
 * @property {(scene: string, at: Standing) => void} draw
 * @property {(slot: number, counts: boolean) => void} saved
 * @property {(slot: number, message: string, again: boolean) => void} refused `again`: another
 *   answer may be given
 * @property {(trouble: Trouble) => void} door the hall does not let us in
 * @property {(message: string) => void} trouble
 */

// The key of the slot is out.
const OUT = ["revealed", "board", "closed"];
// These leave the answer open: the question still goes on.
const NOT_YET = ["paused", "not_shown", "bad_choice", "unstorable"];

/** @param {Standing} at @returns {string} what is shown */
export function sceneOf({ hall, mine, stage, content }) {
  if (mine.removed) return "removed";
  if (stage.state === "closed") return "final";
  if (hall.teams.length && !mine.team) return "team";
  if (stage.paused) return "rest";
  if (stage.skipped) return "skipped";
  if (stage.state === "shown" || stage.state === "locked") return content ? "ask" : "ready";
  if (stage.state === "revealed") return "told";
  return stage.state === "board" ? "board" : "lobby";
}

/**
 * @param {number} slot @param {number} seq @param {Choice} choice @param {number} took_ms
 * @param {boolean} sure
 * @returns {any} what is sent: a hall knows who answers, so no attempt is named
 */
function answerOf(slot, seq, choice, took_ms, sure) {
  return {
    ...{ t: "answer", slot, seq },
    ...(typeof choice === "string" ? { choice: [], text: choice } : { choice }),
    took_ms: Math.max(0, Math.round(took_ms)),
    ...(sure ? { sure } : {}),
  };
}

/**
 * @param {{ face: Face, unsent: import("./unsent.js").Unsent,
 *   later: (fn: () => void, ms: number) => () => void, hint: (now: number) => void,
 *   random: () => number, sealed: ReturnType<typeof import("./sealed.js").openSealed> }} deps
 */
export function openStand({ face, unsent, later, hint, random, sealed }) {
  /** @type {Standing | null} */
  let at = null;
  /** Since which version the key of the slot is out. */
  let outAt = 0;

  /** @param {Stage} stage @param {Stage} [before] */
  function adopt(stage, before) {
    if (!at) return;
    const moved = !before || stage.slot !== before.slot;
    if (OUT.includes(stage.state) && (moved || !OUT.includes(before.state))) outAt = stage.v;
    if (moved && before) {
      at.stored = null;
      at.was = at.mine.rank ?? at.was;
    }
    at.stage = stage;
    at.content = sealed.content(stage);
  }

  function draw() {
    if (!at) return;
    const { slot } = at.stage;
    at.sending = unsent.has(slot);
    at.judged = at.mine.slot === slot && at.mine.v >= outAt;
    face.draw(sceneOf(at), at);
  }

  /** @param {Entered} frame */
  function entered({ attempt, hall, name, mine, stage, stored }) {
    const was = at?.was ?? null;
    const fresh = { content: null, sending: false, judged: false, was };
    at = { attempt, hall, name, mine, stage, stored, ...fresh };
    unsent.of(attempt);
    adopt(stage);
    if (stored) settle(stored.slot, true);
    unsent.send();
    draw();
  }

  /** @param {{ slot: number, key: string }} frame */
  function unsealed({ slot, key }) {
    if (!at || slot !== at.stage.slot || at.content || !at.stage.box) return;
    at.content = sealed.open(at.stage.box, key);
    if (at.content) draw();
  }

  /** @param {number} slot @param {boolean} counts */
  function settle(slot, counts) {
    const mine = unsent.has(slot);
    unsent.settle(slot);
    if (mine) face.saved(slot, counts);
  }

  /** @param {Receipt} receipt of an answer of ours, from whichever of our phones */
  function receipted({ slot, choice, text, sure, counts }) {
    settle(slot, counts);
    if (at?.stage.slot === slot) at.stored = { slot, choice, text, sure };
    draw();
  }

  /** @param {Trouble} trouble */
  function failed(trouble) {
    const { code, message, slot, retry_ms } = trouble;
    if (slot === undefined) {
      if (at) face.trouble(message);
      else face.door(trouble);
      if (at && retry_ms) later(unsent.send, retry_ms);
    } else if (retry_ms) later(unsent.send, retry_ms);
    else {
      unsent.settle(slot);
      face.refused(slot, message, NOT_YET.includes(code));
      draw();
    }
  }

  /** @type {Record<string, (frame: any) => void>} what may be heard once we are in */
  const heard = {
    unseal: unsealed,
    receipt: receipted,
    stage(frame) {
      if (!at || frame.v < at.stage.v) return;
      adopt(frame, at.stage);
      draw();
    },
    mine(frame) {
      if (!at || frame.v < at.mine.v) return;
      at.mine = frame;
      draw();
    },
  };

  return {
    /** @param {any} frame from the server */
    receive(frame) {
      if (frame.now) hint(frame.now);
      if (frame.t === "entered") entered(frame);
      else if (frame.t === "error") failed(frame);
      else if (at) heard[frame.t]?.(frame);
    },

    /**
     * @param {Choice} choice @param {number} took_ms from paint to tap
     * @param {boolean} sure whether points are staked on it
     */
    answer(choice, took_ms, sure) {
      if (!at || at.stored) return;
      // Two phones of one person must not have the same number: it says whose receipt it is.
      const seq = Math.floor(random() * 2 ** 31);
      unsent.put(answerOf(at.stage.slot, seq, choice, took_ms, sure));
      draw();
      unsent.send();
    },

    /** Somebody else comes in on this phone: what is shown, and sent, is theirs alone. */
    forget() {
      at = null;
      unsent.forget();
    },
  };
}
