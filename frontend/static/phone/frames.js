/**
 * The frames of docs/protocol.md as the phone reads them; types only.
 *
 * @typedef {{ t: "answer", attempt: number, slot: number, seq: number, choice: number[],
 *   text?: string, took_ms: number }} Answer
 * @typedef {"single" | "multiple" | "truefalse" | "estimate" | "ordering" | "matching" | "hotspot" |
 *   "text"} Kind
 * @typedef {{ src: string, w: number, h: number, alt: string }} Picture
 * @typedef {string | any[]} Tree a text, or a tag, perhaps its attributes, and what is inside
 * @typedef {{ kind: Kind, stem: string, options?: string[], targets?: string[], unit?: string,
 *   min?: number, max?: number, picture?: Picture, option_pictures?: (Picture | null)[],
 *   rich?: Record<string, Tree[]> }} Question
 * @typedef {number[] | string} Choice numbers, or a text that was typed
 * @typedef {{ attempt: number, slot: number, of: number, opened_at: number,
 *   closes_at: number | null, left_ms: number | null, order: number[], target_order?: number[],
 *   q: Question }} Shown
 * @typedef {{ key: number[], points: number, why: string, source: string, accepted?: string[],
 *   areas?: any[][], rich?: Record<string, Tree[]> }} Revealed
 * @typedef {Revealed & { q: Question, order: number[], target_order?: number[], choice: number[],
 *   text?: string }} Answered a question with its key and what was answered
 * @typedef {{ attempt: number, score: number, full: number, right: number, of: number,
 *   took_ms: number, band: string | null, review: boolean, void?: boolean }} Result
 * @typedef {{ attempt: number, try_no: number, slot: number, of: number, question: Shown | null,
 *   result: Result | null, stored: number[] }} AttemptState
 * @typedef {{ code: string, title: string, ranked: boolean, questions: number,
 *   question_ms: number, total_ms: number, full: number, reveal: string, opens_at: number,
 *   closes_at: number | null, tries_left: number | null, next_try: number, uses?: string[] }} Round
 * @typedef {{ t: "welcome", now: number, nickname: string, round: Round,
 *   attempt: AttemptState | null }} Welcome
 * @typedef {{ t: "opened", now: number, attempt: AttemptState }} Opened
 * @typedef {{ t: "receipt", attempt: number, slot: number, seq: number, choice: number[],
 *   text?: string, counts: boolean, now: number, reason: string | null, revealed: Revealed | null,
 *   question: Shown | null, result: Result | null }} Receipt
 * @typedef {{ t: "error", code: string, message: string, seq?: number, slot?: number,
 *   retry_ms?: number }} Trouble
 */
export {};
