import assert from 'node:assert/strict';
import test from 'node:test';
import type {RunEvent} from '../src/api/types.ts';
import {earlierClaims, findingsOf} from '../src/model/findings.ts';
import {viewOf} from '../src/model/runView.ts';

function events(...list: [string, Record<string, unknown>][]): RunEvent[] {
  return list.map(([type, data], index) => ({seq: index + 1, ts: '2026-01-01T00:00:00.000000Z', type, data}) as RunEvent);
}

const red = (attempt: number, failed: string[]): [string, Record<string, unknown>] => ['validation.result', {attempt, status: failed.length ? 'failed' : 'passed', mode: 'required', tree: 't', failed}];

test('one call of unknown price makes the cost of the run unknown', () => {
  const call = (number: number, more: Record<string, unknown>): [string, Record<string, unknown>][] => [
    ['provider.request', {call: number, attempt: 0, model: 'm'}],
    ['provider.response', {call: number, stop: 'end', usage: {input_tokens: 2, output_tokens: 1}, latency_ms: 5, ...more}]];
  const priced = viewOf('r', events(...call(1, {cost_usd: 0.5}), ...call(2, {cost_usd: 0.25})));
  assert.equal(priced.run.cost_usd, 0.75);
  assert.deepEqual([priced.run.usage.input_tokens, priced.run.usage.output_tokens], [4, 2]);
  assert.equal(viewOf('r', events(...call(1, {cost_usd: 0.5}), ...call(2, {}))).run.cost_usd, undefined);
});

test('a red command is told with the repair that mended it', () => {
  const mended = findingsOf(viewOf('r', events(red(0, ['make']), red(1, ['make']), red(2, []))));
  assert.deepEqual(mended.map(one => [one.text, one.isMended, one.fate]), [['make', true, 'red 2 times, then green after repair 2']]);
  const left = findingsOf(viewOf('r', events(red(0, ['make', 'lint']), red(1, ['make']))));
  assert.deepEqual(left.map(one => [one.text, one.fate]), [['make', 'red to the end; nothing was pushed'], ['lint', 'green after repair 1']]);
});

test('what the diff guard blocked was not pushed, and what it flagged was told', () => {
  const finding = (verdict: string) => ({verdict, rule: 'secret', text: 'a key', path: 'a', line: 3});
  const flagged = findingsOf(viewOf('r', events(['guard.result', {verdict: 'flag', findings: [finding('flag')]}], ['branch.pushed', {}])));
  assert.deepEqual(flagged.map(one => [one.isMended, one.fate, one.line]), [[true, 'let through, and told with the result', 3]]);
  const blocked = findingsOf(viewOf('r', events(['guard.result', {verdict: 'block', findings: [finding('block')]}])));
  assert.deepEqual(blocked.map(one => [one.isMended, one.fate]), [[false, 'blocked; nothing was pushed']]);
});

test('a claim that the worker found wrong stands beside the fact', () => {
  const stage = (name: string, attempt: number, summary: string): [string, Record<string, unknown>][] => [['stage.started', {stage: name, attempt}], ['stage.finished', {stage: name, attempt, status: 'ok', summary}]];
  const view = viewOf('r', events(...stage('implementation', 0, 'All tests pass.'), red(0, ['make check']), ...stage('repair', 1, 'Mended.'), red(1, [])));
  assert.deepEqual(earlierClaims(view), [{attempt: 0, claim: 'All tests pass.', failed: ['make check']}]);
  assert.deepEqual(earlierClaims(viewOf('r', events(...stage('implementation', 0, 'Done.'), red(0, ['make'])))), []);
});
