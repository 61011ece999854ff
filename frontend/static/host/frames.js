/**
 * What a host hears (docs/halls.md, section 6); types only.
 *
 * @typedef {import("../phone/frames.js").Question} Question
 * @typedef {{ key: number[], why: string, source: string, right: number, of: number,
 *   counts?: number[], accepted?: string[], areas?: any[][], rich?: Record<string, any[]>,
 *   ruling?: { kind: string }, partly?: number, spread?: number[] }} Told
 * @typedef {{ v: number, now: number, state: string, slot: number, of: number, door: boolean,
 *   paused: boolean, frozen: boolean, rehearsal: boolean, people: number,
 *   opens_at?: number | null, closes_at?: number | null, audience?: boolean,
 *   alive?: number | null, skipped?: boolean }} Stage
 * @typedef {{ slot: number, since: number, until: number | null, counts: boolean }} Stop
 * @typedef {{ version: number, at: number, who: string, do: string,
 *   told: Record<string, any> }} Line
 * @typedef {{ phones: number, slowest_ms: number, backlog: number, storing: boolean,
 *   processes: number, lines_left: number, screens: number }} Health
 * @typedef {{ v: number, now: number, next: string, undo?: string | null, can: string[],
 *   answered: number, connected: number, counts: number[], health: Health, lines: Line[],
 *   autopilot: boolean, bots: number, stops: Stop[], q?: Question | null, order?: number[] | null,
 *   told?: Told | null, coming?: Question | null, pending?: number, askings?: Asking[] }} Desk
 * @typedef {{ slot: number, opens_at: number, closes_at: number | null }} Asking
 * @typedef {{ id: number, name: string, region: string, bot: boolean }} Guest
 * @typedef {{ v: number, people: number, regions: [string, string, number][],
 *   names: Guest[] }} Crowd
 * @typedef {{ id: number, rank: number, was: number | null, name: string, place: string,
 *   score: number, out?: boolean }} Row
 * @typedef {{ v: number, slot: number, people: number, final: boolean, rows: Row[], teams: Row[],
 *   regions: { name: string, people: number, mean_x100: number | null,
 *   rank: number | null }[] }} Board
 * @typedef {{ now: number, who: string, hall: { code: string, title: string, questions: number,
 *   question_ms: number, lives: number }, join_url: string, screen_url: string,
 *   remote: boolean }} Hosting
 * @typedef {{ code: string, message: string, id?: string, v?: number }} Trouble
 * @typedef {(word: string, values?: Record<string, string | number>) => string} Words
 * @typedef {{ ms?: number, slot?: number, since?: number, until?: number, number?: number,
 *   kind?: string, keys?: number[][], name?: string, sure?: boolean }} Fields what a command needs
 */
export {};
