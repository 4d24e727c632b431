import assert from 'node:assert/strict';
import test from 'node:test';
import type {CommandView, StageView} from '../src/api/types.ts';
import {Activity, glance} from '../src/model/activity.ts';
import {planStage, startingAt, tailOf} from '../src/model/segments.ts';

let seq = 0;
const event = (type: string, data: Record<string, unknown>) => ({seq: ++seq, ts: '2026-01-01T00:00:00Z', type, data});

test('pieces of an answer give way to the whole answer', () => {
  const activity = new Activity();
  activity.take(event('provider.request', {call: 1, model: 'm'}));
  activity.take(event('provider.delta', {call: 1, kind: 'text', text: 'Hel'}));
  activity.take(event('provider.delta', {call: 1, kind: 'text', text: 'lo'}));
  assert.deepEqual(activity.items.map(item => item.type === 'message' ? item.text : item.type), ['call', 'Hello']);
  activity.take(event('provider.response', {call: 1, content: [{type: 'text', text: 'Hello!'}], usage: {input_tokens: 3, output_tokens: 2}, stop: 'end_turn', latency_ms: 9}));
  assert.deepEqual(activity.items.map(item => item.type === 'message' ? [item.text, item.isLive] : item.type), ['call', ['Hello!', false]]);
});

test('a tool call, its command and its result are one item', () => {
  const activity = new Activity();
  activity.take(event('tool.call', {call_id: 't', name: 'run_command', input: {command: 'make'}}));
  activity.take(event('command.started', {command_id: 'c', kind: 'agent', line: 'make'}));
  activity.take(event('command.output', {command_id: 'c', text: 'ok\n', stream: 'stdout'}));
  activity.take(event('command.finished', {command_id: 'c', end: 'exited', exit_code: 0, duration_ms: 5}));
  activity.take(event('tool.result', {call_id: 't', name: 'run_command', is_error: false, text: 'ok', duration_ms: 6}));
  assert.equal(activity.items.length, 1);
  const [item] = activity.items;
  assert.ok(item.type === 'tool' && item.command?.exitCode === 0 && item.command.output.lines[0] === 'ok' && item.result?.text === 'ok');
});

test('a validation command stands by itself', () => {
  const activity = new Activity();
  activity.take(event('command.started', {command_id: 'c', kind: 'validation', line: 'make check'}));
  activity.take(event('command.finished', {command_id: 'c', end: 'timed_out', exit_code: -1, duration_ms: 5}));
  const [item] = activity.items;
  assert.ok(item.type === 'command' && item.end === 'timed_out');
});

test('hosts that a command reached stand with it, and what was refused is a note', () => {
  const activity = new Activity();
  const use = {host: 'a.example', port: 443, connections: 2, sent: 10, received: 20};
  activity.take(event('command.started', {command_id: 'c', kind: 'setup', line: 'npm ci', network: 'allowlist'}));
  activity.take(event('network.refused', {command_id: 'c', host: 'b.example', port: 443, reason: 'not_listed', text: 'b.example:443 is not on the list.'}));
  activity.take(event('command.finished', {command_id: 'c', end: 'exited', exit_code: 0, duration_ms: 5, network: {hosts: [use], refused: 1, refused_hosts: ['b.example:443']}}));
  const [item, note] = activity.items;
  assert.ok(item.type === 'command' && item.hosts[0].host === 'a.example');
  assert.ok(note.type === 'note' && note.sign === 'warning' && note.text === 'Network: b.example:443 is not on the list.');
});

test('unknown events are passed over', () => {
  const activity = new Activity();
  activity.take(event('something.new', {a: 1}));
  assert.equal(activity.items.length, 0);
});

test('a tool call is said in one line', () => {
  assert.equal(glance('read_file', {path: 'a/b'}), 'a/b');
  assert.equal(glance('apply_patch', {patch: '*** Begin Patch\n*** Update File: src/x.ts\n'}), 'src/x.ts');
  assert.equal(glance('git_diff', {}), '');
});

const stage = (first_seq: number, last_seq: number): StageView => ({stage: 'validation', attempt: 0, status: 'ok', summary: '', started_at: '', first_seq, last_seq});
const command = (first_seq: number, last_seq: number): CommandView => ({command_id: `c${first_seq}`, kind: 'validation', line: '', attempt: 0, end: 'exited', exit_code: 0, duration_ms: 0, first_seq, last_seq});

test('the inside of a long command is not read with its stage', () => {
  const plan = planStage(stage(10, 5000), [command(1, 5), command(12, 20), command(30, 4990)], 6000);
  assert.deepEqual(plan.segments, [{from: 10, to: 30}, {from: 4990, to: 5000}]);
  assert.deepEqual(plan.skips, [{commandId: 'c30', range: [31, 4989]}]);
});

test('a running stage is read from its end', () => {
  const plan = planStage(stage(10, 0), [], 1000);
  assert.deepEqual(tailOf(plan.segments, 200), {head: [{from: 10, to: 800}], tail: [{from: 801, to: 1000}]});
  assert.deepEqual(tailOf([{from: 1, to: 50}, {from: 90, to: 100}], 200), {head: [], tail: [{from: 1, to: 50}, {from: 90, to: 100}]});
});

test('a link to an event reads from a little before it, or from the command whose output holds it', () => {
  const segments = [{from: 10, to: 300}, {from: 4990, to: 5000}];
  assert.deepEqual(startingAt(segments, 200), {head: [{from: 10, to: 159}], tail: [{from: 160, to: 300}, {from: 4990, to: 5000}]});
  assert.deepEqual(startingAt(segments, 4000), {head: [{from: 10, to: 299}], tail: [{from: 300, to: 300}, {from: 4990, to: 5000}]});
  assert.deepEqual(startingAt([{from: 10, to: 30}, {from: 4990, to: 9000}], 8000).tail, [{from: 7960, to: 9000}]);
  assert.deepEqual(startingAt(segments, 12), {head: [], tail: segments});
});

test('lines of progress give way to the next of their kind', () => {
  const activity = new Activity();
  for (const text of ['Counting objects:   5% (1/17)', 'Counting objects: 100% (17/17), done.', 'Compressing objects:  11% (1/9)', 'Compressing objects:  22% (2/9)', 'From /srv/x.git', 'From /srv/x.git'])
    activity.take(event('run.message', {level: 'progress', text}));
  assert.deepEqual(activity.items.map(item => item.type === 'note' && item.text), ['Counting objects: 100% (17/17), done.', 'Compressing objects:  22% (2/9)', 'From /srv/x.git', 'From /srv/x.git']);
});

test('what people tell a run stands with its author', () => {
  const activity = new Activity();
  activity.take(event('steer.message', {command_id: 'a', by: 'ann', text: 'Use the new API.', call: 2}));
  activity.take(event('steer.pause', {command_id: 'b', by: 'ann', reason: 'let me look'}));
  activity.take(event('steer.extend', {command_id: 'c', by: 'bob', reason: '', granted: {turns: 3, wall_seconds: 60}}));
  activity.take(event('steer.extend', {command_id: 'd', by: 'bob', reason: '', granted: {}}));
  activity.take(event('approval.decided', {approval: 'x', verdict: 'rejected', by: 'eve', reason: 'wrong file'}));
  activity.take(event('approval.decided', {approval: 'x', verdict: 'timed_out'}));
  const [said, ...notes] = activity.items;
  assert.ok(said.type === 'said' && said.by === 'ann' && said.text === 'Use the new API.');
  assert.deepEqual(notes.map(item => item.type === 'note' && item.text), ['ann pauses the run: let me look', 'bob extends the budget by 1 min, 3 turns',
    'bob extends the budget by nothing: it has no such limit, or is at what the worker allows', 'eve rejected: wrong file', 'Nobody approved in time']);
});
