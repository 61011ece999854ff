/**
 * The frames of docs/protocol.md as the phone reads them; types only.
 *
 * @typedef {{ t: "answer", attempt: number, slot: number, seq: number, choice: number[],
 *   took_ms: number }} Answer
 * @typedef {"single" | "multiple" | "truefalse" | "estimate" | "ordering"} Kind
 * @typedef {{ kind: Kind, stem: string, options?: string[], unit?: string, min?: number,
 *   max?: number }} Question
 * @typedef {{ attempt: number, slot: number, of: number, opened_at: number,
 *   closes_at: number | null, left_ms: number | null, order: number[], q: Question }} Shown
 * @typedef {{ key: number[], points: number, why: string, source: string }} Revealed
 * @typedef {{ attempt: number, score: number, full: number, right: number, of: number,
 *   took_ms: number, band: string | null, review: boolean }} Result
 * @typedef {{ attempt: number, try_no: number, slot: number, of: number, question: Shown | null,
 *   result: Result | null, stored: number[] }} AttemptState
 * @typedef {{ code: string, title: string, ranked: boolean, questions: number,
 *   question_ms: number, total_ms: number, full: number, reveal: string, opens_at: number,
 *   closes_at: number | null, tries_left: number | null, next_try: number }} Round
 * @typedef {{ t: "welcome", now: number, nickname: string, round: Round,
 *   attempt: AttemptState | null }} Welcome
 * @typedef {{ t: "opened", now: number, attempt: AttemptState }} Opened
 * @typedef {{ t: "receipt", attempt: number, slot: number, seq: number, choice: number[],
 *   counts: boolean, now: number, reason: string | null, revealed: Revealed | null,
 *   question: Shown | null, result: Result | null }} Receipt
 * @typedef {{ t: "error", code: string, message: string, seq?: number, slot?: number,
 *   retry_ms?: number }} Trouble
 */
export {};
