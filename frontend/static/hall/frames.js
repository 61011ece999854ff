/**
 * The frames of a sitting as its phones read them (docs/protocol.md, section 9); types only.
 *
 * @typedef {import("../phone/frames.js").Question} Question
 * @typedef {import("../phone/frames.js").Choice} Choice
 * @typedef {{ q: Question, order: number[], target_order?: number[] }} Content
 * @typedef {{ key: number[], why: string, source: string, right: number, of: number,
 *   partly?: number, counts?: number[], accepted?: string[], areas?: any[][], rich?: Record<string, any[]>,
 *   ruling?: { kind: string, note: string, keys: number[][] } }} Told
 * @typedef {{ t: "stage", v: number, now: number, state: string, slot: number, of: number,
 *   door: boolean, paused: boolean, frozen: boolean, rehearsal: boolean, people: number,
 *   opens_at?: number | null, closes_at?: number | null, box?: string, q?: Question,
 *   order?: number[], target_order?: number[], told?: Told, audience?: boolean,
 *   alive?: number | null, skipped?: boolean }} Stage what is missing is null or false
 * @typedef {{ t: "mine", v: number, slot: number, score: number, people: number,
 *   rank?: number | null, ahead?: { name: string, score: number } | null, right?: boolean | null,
 *   points?: number | null, took_ms?: number | null, lag_ms?: number | null,
 *   lives?: number | null, out?: boolean, watching?: boolean, removed?: boolean, team?: string | null,
 *   same?: boolean, team_score?: number | null, team_rank?: number | null }} Mine
 * @typedef {{ code: string, title: string, contest: string, questions: number,
 *   question_ms: number, right: number, full: number, lives: number,
 *   stake: [win: number, lose: number] | null, teams: { id: number, name: string }[],
 *   uses: string[] }} HallView
 * @typedef {{ slot: number, choice: number[], text: string, sure: boolean }} Kept the answer on disk
 * @typedef {{ t: "entered", now: number, hall: HallView, name: string, attempt: number, mine: Mine,
 *   stage: Stage, stored: Kept | null }} Entered
 * @typedef {{ t: "receipt", slot: number, seq: number, choice: number[], text: string,
 *   sure: boolean, counts: boolean, now: number, reason: string | null }} Receipt
 * @typedef {{ t: "error", code: string, message: string, seq?: number, slot?: number,
 *   retry_ms?: number }} Trouble
 */
export {};
