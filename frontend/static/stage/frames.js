/**
 * What a big screen hears (docs/halls.md); types only.
 *
 * @typedef {import("../phone/frames.js").Question} Question
 * @typedef {{ key: number[], why: string, source: string, right: number, of: number,
 *   counts?: number[], accepted?: string[], areas?: any[][], rich?: Record<string, any[]>,
 *   ruling?: { kind: string }, partly?: number, spread?: number[] }} Told
 * @typedef {{ q: Question, order: number[], target_order?: number[] }} Asked
 * @typedef {{ v: number, now: number, state: string, slot: number, of: number, door: boolean,
 *   paused: boolean, frozen: boolean, rehearsal: boolean, people: number,
 *   opens_at?: number | null, closes_at?: number | null, box?: string, q?: Question,
 *   order?: number[], target_order?: number[], told?: Told, audience?: boolean,
 *   alive?: number | null, skipped?: boolean }} Stage
 * @typedef {{ id: number, name: string, region: string, bot: boolean }} Guest
 * @typedef {{ v: number, people: number, regions: [string, string, number][],
 *   names: Guest[] }} Crowd
 * @typedef {{ id: number, rank: number, was: number | null, name: string, place: string,
 *   score: number, right: number, took_ms: number, out?: boolean }} Row
 * @typedef {{ path: string, name: string, people: number, mean_x100: number | null,
 *   rank: number | null, was: number | null }} RegionRow
 * @typedef {{ v: number, slot: number, people: number, final: boolean, frozen: boolean,
 *   rows: Row[], teams: Row[], regions: RegionRow[], pending: number,
 *   opening: string | null }} Board
 * @typedef {{ code: string, title: string, questions: number, question_ms: number, right: number,
 *   full: number, lives: number }} Hall
 * @typedef {(word: string, values?: Record<string, string | number>) => string} Words
 * @typedef {{ hall: Hall | null, stage: Stage | null, asked: Asked | null, crowd: Crowd | null,
 *   board: Board | null }} Seen all that has come, newest of each
 */
export {};
