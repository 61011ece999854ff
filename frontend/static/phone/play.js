/**
 * One round on this phone, from welcome to result: decides what is shown and draws nothing itself.
 *
 * @typedef {import("./frames.js").Round} Round
 * @typedef {import("./frames.js").Shown} Shown
 * @typedef {import("./frames.js").Result} Result
 * @typedef {import("./frames.js").Receipt} Receipt
 * @typedef {import("./frames.js").Answer} Answer
 * @typedef {import("./frames.js").Revealed} Revealed
 * @typedef {import("./frames.js").Trouble} Trouble
 * @typedef {import("./frames.js").AttemptState} AttemptState
 * @typedef {ReturnType<typeof import("./outbox.js").openOutbox>} Outbox
 *
 * @typedef {object} Face what the page can show
 * @property {(round: Round) => void} ready
 * @property {(shown: Shown, waiting?: Answer) => void} question `waiting`: its answer, which is
 *   given already and has no receipt yet
 * @property {(shown: Shown) => void} count its time goes on, maybe to another end
 * @property {(slot: number) => void} sending
 * @property {(stored: Pick<Receipt, "slot" | "counts" | "reason" | "choice" | "text">) => void} saved
 * @property {(revealed: Revealed, stored: Receipt, last: boolean, go: () => void) => void} reveal
 * @property {(slot: number, go: () => void) => void} pause between two questions
 * @property {(result: Result, round: Round, ready: () => void) => void} result `ready` leads to
 *   another attempt, with the round as the server told it last
 * @property {(message: string) => void} trouble
 */

/** @param {Round} round @param {number} tryNo @returns {Round} the round after opening that try */
function spent(round, tryNo) {
  const { tries_left: left } = round;
  return { ...round, next_try: tryNo + 1, tries_left: left && left - 1 };
}

/**
 * @param {{ face: Face, send: (frame: object) => boolean, outboxFor: (attempt: number) => Outbox,
 *   later: (fn: () => void, ms: number) => () => void, again: () => void,
 *   hint: (now: number) => void }} deps `again` asks the server anew where we stand
 */
export function openPlay({ face, send, outboxFor, later, again, hint }) {
  /** @type {Round | null} */
  let round = null;
  /** @type {AttemptState | null} */
  let attempt = null;
  /** @type {Outbox | null} */
  let outbox = null;
  /** The slot on the page; what comes again for it must not be drawn again. */
  let drawn = -1;

  /** @param {AttemptState} state */
  function adopt(state) {
    if (!round) return;
    if (attempt?.attempt !== state.attempt) drawn = -1;
    if (state.try_no >= round.next_try) round = spent(round, state.try_no);
    attempt = state;
    outbox = outboxFor(state.attempt);
    // Also what is stored by now: time may have written a blank there, and only receipts say so.
    resend();
    draw(state);
  }

  /** @param {AttemptState} state */
  function draw({ result, question, slot }) {
    if (result) finish(result);
    else if (question) ask(question);
    else pause(slot);
  }

  /** @param {number} slot */
  function pause(slot) {
    drawn = -1;
    face.pause(slot, () => next(slot));
  }

  /** @param {number} slot */
  function next(slot) {
    if (attempt) send({ t: "next", attempt: attempt.attempt, slot });
  }

  /** @param {Shown} shown */
  function ask(shown) {
    if (shown.slot === drawn) return face.count(shown);
    drawn = shown.slot;
    face.question(
      shown,
      outbox?.waiting().find((answer) => answer.slot === shown.slot),
    );
  }

  /** @param {Result} result */
  function finish(result) {
    drawn = -1;
    if (round) face.result(result, round, () => round && face.ready(round));
  }

  function resend() {
    for (const answer of outbox?.waiting() ?? []) send(answer);
  }

  /** @param {Receipt} receipt */
  function stored(receipt) {
    if (receipt.attempt !== attempt?.attempt) return;
    outbox?.settle(receipt.slot);
    face.saved(receipt);
    const { revealed, result, question, slot } = receipt;
    if (revealed && slot === drawn) {
      drawn = -1;
      face.reveal(revealed, receipt, !!result, () => (result ? finish(result) : next(slot + 1)));
    } else if (result) attempt.result || finish(result);
    else if (question) ask(question);
    else if (slot === drawn) again();
  }

  /** @param {Trouble} trouble without a slot of no answer; what cannot be read waits longest */
  function failed({ code, message, slot, retry_ms }) {
    face.trouble(message);
    if (code === "malformed") slot = outbox?.waiting()[0]?.slot;
    if (retry_ms) later(resend, retry_ms);
    else if (slot !== undefined) {
      outbox?.settle(slot);
      drawn = -1;
      again();
    }
  }

  return {
    /** @param {any} frame from the server */
    receive(frame) {
      if (frame.now) hint(frame.now);
      if (frame.t === "welcome") {
        round = frame.round;
        if (frame.attempt) adopt(frame.attempt);
        else face.ready(frame.round);
      } else if (frame.t === "opened") adopt(frame.attempt);
      else if (frame.t === "receipt") stored(frame);
      else if (frame.t === "error") failed(frame);
    },

    /** Opens the next attempt. */
    open() {
      if (round) send({ t: "open", try_no: round.next_try });
    },

    /** @param {import("./frames.js").Choice} choice @param {number} took_ms from paint to tap */
    answer(choice, took_ms) {
      if (!attempt || drawn < 0) return;
      const slot = drawn;
      outbox?.put({
        t: "answer",
        attempt: attempt.attempt,
        slot,
        seq: slot,
        ...(typeof choice === "string" ? { choice: [], text: choice } : { choice }),
        took_ms: Math.max(0, Math.round(took_ms)),
      });
      face.sending(slot);
      resend();
    },

    /** Answers that are only on this phone. */
    unsent: () => outbox?.waiting() ?? [],
  };
}
