// What a run may use, and what it has used: one row for each limit that there is.
import {ApiError} from '../api/client.ts';
import type {Budgets, RunSummary, RunUse} from '../api/types.ts';
import {bytes, count, duration, money} from './words.ts';

export interface Limit {
  name: keyof Budgets;
  label: string;
  /** How a field for it is called, and how much of the limit one of the field's is. */
  field: string;
  unit: number;
  shown: (value: number) => string;
  /** undefined: not known. */
  used: (use: RunUse, now: number) => number | undefined;
}

const mebibyte = 1024 * 1024;

export const limits: Limit[] = [
  {name: 'tokens', label: 'Tokens', field: 'Tokens', unit: 1, shown: count, used: use => use.tokens},
  {name: 'cost_usd', label: 'Money', field: 'Dollars', unit: 1, shown: money, used: use => use.is_priced ? use.cost_usd : undefined},
  {name: 'wall_seconds', label: 'Time', field: 'Minutes of time', unit: 60, shown: value => duration(value * 1000),
    used: (use, now) => use.worked_us / 1e6 + (use.is_waiting ? 0 : Math.max(0, now - Date.parse(use.counted_at)) / 1000)},
  {name: 'turns', label: 'Turns', field: 'Turns of each attempt', unit: 1, shown: count, used: use => use.turns},
  {name: 'commands', label: 'Commands', field: 'Commands', unit: 1, shown: count, used: use => use.commands},
  {name: 'output_bytes', label: 'Output', field: 'Megabytes of output', unit: mebibyte, shown: bytes, used: use => use.output_bytes},
  {name: 'disk_bytes', label: 'Disk', field: 'Megabytes of disk', unit: mebibyte, shown: bytes, used: use => use.disk_bytes},
];

/** What somebody typed as a limit. What is no number is refused, never taken for no limit. */
export function readLimit(text: string, field: string, unit = 1): number {
  const typed = text.trim().replace(',', '.');
  if (typed !== '' && !/^\d+(\.\d+)?$/.test(typed)) throw new ApiError(400, 'invalid_input', `“${text.trim()}” is no limit: write a number such as 20 or 2.5, or nothing for none.`, {field});
  const value = Number(typed) * unit;
  return field.endsWith('cost_usd') ? Math.round(value * 10_000) / 10_000 : Math.round(value);
}

export const shownLimit = (value: number | undefined, unit = 1): string => value ? String(value / unit) : '';

export interface Standing { limit: Limit; used?: number; most: number }

/** Each limit with what was used of it; `more`: output that is newer than the run. A run of an older release says nothing. */
export function standing(run: RunSummary, now: number, more = 0): Standing[] {
  const {use} = run;
  if (!use || !(Date.parse(use.counted_at) > 0)) return [];
  const newest = {...use, output_bytes: use.output_bytes + more};
  return limits.map(limit => ({limit, used: limit.used(newest, now), most: run.limits?.[limit.name] ?? 0}))
    .filter(({limit, most}) => most > 0 || limit.name !== 'disk_bytes');
}
