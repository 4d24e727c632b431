import assert from 'node:assert/strict';
import test from 'node:test';
import {bytes, count, duration, money, plural, relative, stageName} from '../src/model/words.ts';

test('durations are short and lose nothing that matters', () => {
  assert.deepEqual([12, 4230, 59_900, 66_000, 120_000, 3_840_000].map(duration), ['12 ms', '4.2 s', '59 s', '1 min 06 s', '2 min', '1 h 04 min']);
});

test('an unknown price is said, never shown as nothing', () => {
  assert.deepEqual([undefined, 0, 0.0042, 0.184, 12.5].map(money), ['unknown', '$0', '$0.004', '$0.18', '$12.50']);
});

test('figures are shortened', () => {
  assert.deepEqual([950, 12_400, 143_000, 14_300_000].map(count), ['950', '12.4 k', '143 k', '14.3 M']);
  assert.deepEqual([12, 2048, 3 << 20].map(bytes), ['12 B', '2 KiB', '3 MiB']);
  assert.equal(plural(1, 'file'), '1 file');
  assert.equal(plural(2, 'file'), '2 files');
});

test('times are relative', () => {
  const now = Date.parse('2026-01-02T00:00:00Z');
  assert.equal(relative('2026-01-01T23:59:58Z', now), 'just now');
  assert.equal(relative('2026-01-01T23:15:00Z', now), '45 min ago');
  assert.equal(relative('2025-12-30T00:00:00Z', now), '3 days ago');
  assert.equal(relative('2026-01-02T00:10:00Z', now), 'in 10 min');
});

test('a stage that is not known yet has a readable name', () => {
  assert.equal(stageName('diff_guard'), 'Diff guard');
  assert.equal(stageName('new_stage'), 'New stage');
});
