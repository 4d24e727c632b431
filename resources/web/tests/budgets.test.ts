import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {RunSummary} from '../src/api/types.ts';
import {readLimit, shownLimit, standing} from '../src/model/budgets.ts';

test('what is no limit is refused, and nothing is none', () => {
  assert.equal(readLimit('', 'settings.budgets.tokens'), 0);
  assert.equal(readLimit(' 20 ', 'settings.budgets.output_bytes', 1024 * 1024), 20 << 20);
  assert.equal(readLimit('0,25', 'settings.budgets.cost_usd'), 0.25);
  assert.equal(readLimit('1.5', 'settings.budgets.wall_seconds', 60), 90);
  for (const text of ['many', '5GB', '-1', '1e6', '1.2.3', '∞', 'NaN', '0x10'])
    assert.throws(() => readLimit(text, 'settings.budgets.tokens'), (error: {field: string}) => error.field === 'settings.budgets.tokens', text);
  assert.equal(shownLimit(90, 60), '1.5');
  assert.equal(shownLimit(0), '');
});

const run = (more: object): RunSummary => ({
  state: 'running', limits: {tokens: 100, wall_seconds: 60},
  use: {tokens: 80, cost_usd: 1, is_priced: false, worked_us: 2_000_000, counted_at: '2026-01-01T00:00:00.000Z', is_waiting: false, turns: 1, commands: 2, output_bytes: 3, is_program: false, disk_bytes: 0, ...more},
} as unknown as RunSummary);
const now = Date.parse('2026-01-01T00:00:10Z');
const used = (name: string, more = {}) => standing(run(more), now, 7).find(row => row.limit.name === name)?.used;

test('use stands against its limit; time goes on while nobody is waited for', () => {
  assert.equal(used('tokens'), 80);
  assert.equal(used('cost_usd'), undefined);
  assert.equal(used('wall_seconds'), 12);
  assert.equal(used('wall_seconds', {is_waiting: true}), 2);
  assert.equal(used('output_bytes'), 10);
  assert.equal(standing(run({}), now).some(row => row.limit.name === 'disk_bytes'), false);
  assert.deepEqual(standing(run({counted_at: '1970-01-01T00:00:00.000Z'}), now), []);
});
