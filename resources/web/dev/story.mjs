// A run that fails its tests once, is repaired and pushed: events in the order and shape of a real one.
import {applyEvent, emptyView} from './view.mjs';

export const files = [
  {path: 'src/pricing/discount.ts', old_path: 'src/pricing/discount.ts', change: 'modified', is_binary: false, additions: 21, deletions: 9, size: 1840},
  {path: 'src/pricing/rounding.ts', old_path: '', change: 'added', is_binary: false, additions: 12, deletions: 0, size: 402},
  {path: 'tests/pricing/discount.test.ts', old_path: 'tests/pricing/discount.test.ts', change: 'modified', is_binary: false, additions: 16, deletions: 1, size: 2210},
  {path: 'docs/pricing.md', old_path: 'docs/pricing.md', change: 'modified', is_binary: false, additions: 3, deletions: 1, size: 900},
  {path: 'assets/badge.png', old_path: '', change: 'added', is_binary: true, additions: 0, deletions: 0, size: 4096},
];

export const patch = `diff --git a/src/pricing/discount.ts b/src/pricing/discount.ts
index 1f0c3b2..9a7e451 100644
--- a/src/pricing/discount.ts
+++ b/src/pricing/discount.ts
@@ -1,28 +1,40 @@ import {Order} from '../order';
 import {Order} from '../order';
+import {toCents} from './rounding';
 
 /** The share of the price that is taken off, between 0 and 1. */
 export interface Discount {
   code: string;
   share: number;
+  /** Last day on which the code counts, UTC. */
+  validUntil?: Date;
 }
 
-const codes: Discount[] = [{code: 'WELCOME', share: 0.1}];
+const codes: Discount[] = [
+  {code: 'WELCOME', share: 0.1},
+  {code: 'AUTUMN', share: 0.25, validUntil: new Date('2026-11-30T23:59:59Z')},
+];
 
-export function discountOf(order: Order, code: string): number {
-  const found = codes.find(each => each.code === code);
-  if (!found) return 0;
-  return order.total * found.share;
+export function discountOf(order: Order, code: string, now = new Date()): number {
+  const found = codes.find(each => each.code === code.trim().toUpperCase());
+  if (!found || isExpired(found, now)) return 0;
+  return toCents(order.total * found.share);
+}
+
+function isExpired(discount: Discount, now: Date): boolean {
+  return discount.validUntil !== undefined && now > discount.validUntil;
 }
 
 /*
  * What a customer pays in the end. Never less than nothing,
  * whatever the codes say.
  */
 export function payable(order: Order, code: string): number {
-  return order.total - discountOf(order, code);
+  return Math.max(0, toCents(order.total - discountOf(order, code)));
 }
 
-export function label(discount: Discount): string {
-  return \`\${discount.code}: \${discount.share * 100} %\`;
+export function label(discount: Discount, locale = 'en'): string {
+  const share = new Intl.NumberFormat(locale, {style: 'percent', maximumFractionDigits: 1}).format(discount.share);
+  return \`\${discount.code}: \${share}\`;
 }
diff --git a/src/pricing/rounding.ts b/src/pricing/rounding.ts
new file mode 100644
index 0000000..4c1d2aa
--- /dev/null
+++ b/src/pricing/rounding.ts
@@ -0,0 +1,12 @@
+/**
+ * Rounds half away from zero to whole cents. Number.EPSILON makes up for
+ * products such as 1.005 * 100, which are a little too small in binary.
+ */
+export function toCents(value: number): number {
+  const sign = Math.sign(value);
+  return sign * Math.round((Math.abs(value) + Number.EPSILON) * 100) / 100;
+}
+
+export function sumOf(values: number[]): number {
+  return toCents(values.reduce((sum, value) => sum + value, 0));
+}
diff --git a/tests/pricing/discount.test.ts b/tests/pricing/discount.test.ts
index 77aa012..b1c2d3e 100644
--- a/tests/pricing/discount.test.ts
+++ b/tests/pricing/discount.test.ts
@@ -10,6 +10,21 @@ test('an unknown code takes nothing off', () => {
   assert.equal(discountOf(order(100), 'NOPE'), 0);
 });
 
-test('the label shows per cent', () => {
+test('an expired code takes nothing off', () => {
+  const late = new Date('2026-12-01T00:00:00Z');
+  assert.equal(discountOf(order(100), 'AUTUMN', late), 0);
+});
+
+test('a code counts in any case and with spaces around it', () => {
+  assert.equal(discountOf(order(100), ' autumn ', new Date('2026-11-01T00:00:00Z')), 25);
+});
+
+test('amounts are whole cents', () => {
+  assert.equal(discountOf(order(10.05), 'WELCOME'), 1.01);
+  assert.equal(payable(order(10.05), 'WELCOME'), 9.04);
+});
+
+test('the label shows per cent in the language of the reader', () => {
+  assert.equal(label({code: 'X', share: 0.125}, 'de'), 'X: 12,5 %');
   assert.equal(label({code: 'X', share: 0.5}), 'X: 50 %');
 });
diff --git a/docs/pricing.md b/docs/pricing.md
index 0aa1b2c..3c4d5e6 100644
--- a/docs/pricing.md
+++ b/docs/pricing.md
@@ -4,5 +4,7 @@
 
 A customer may give one code for an order.
 
-The discount is a share of the total.
+The discount is a share of the total, rounded to whole cents. Codes may have a last day (UTC); after it they take nothing off.
+
+Codes are read without regard to case.
 
diff --git a/assets/badge.png b/assets/badge.png
new file mode 100644
index 0000000..aa11bb2
Binary files /dev/null and b/assets/badge.png differ
`;

export const body = `Codes such as \`AUTUMN\` should stop counting after their **last day**.

## What is wrong
- A code counts for ever; support gets two calls a week.
- Amounts like \`1.0050000000000001\` show up on invoices.

## Done when
1. An expired code takes nothing off.
2. Amounts are whole cents.
3. \`npm test\` is green.

| code | share | until |
|---|---|---|
| WELCOME | 10 % | – |
| AUTUMN | 25 % | 30 November |

See https://example.com/policy. <script>alert('never runs')</script>
`;

const red = '\u001b[31m', green = '\u001b[32m', dim = '\u001b[2m', bold = '\u001b[1m', off = '\u001b[0m';
const failing = `\n> shop@2.3.0 test\n> node --test\n\n${green}✔${off} an unknown code takes nothing off ${dim}(1.2ms)${off}\n${green}✔${off} an expired code takes nothing off ${dim}(0.4ms)${off}\n${red}✖ amounts are whole cents${off} ${dim}(2.1ms)${off}\n  ${bold}AssertionError [ERR_ASSERTION]${off}: Expected values to be strictly equal:\n\n  ${red}1${off} !== ${green}1.01${off}\n\n      at TestContext.<anonymous> (tests/pricing/discount.test.ts:24:10)\n      at Test.runInAsyncScope (node:async_hooks:206:9)\n\n${bold}tests 14${off}\n${green}pass 13${off}\n${red}fail 1${off}\n`;
const passing = `\n> shop@2.3.0 test\n> node --test\n\n${Array.from({length: 14}, (_, i) => `${green}✔${off} case ${i + 1} ${dim}(${(i % 5) / 10 + 0.3}ms)${off}`).join('\n')}\n\n${bold}tests 14${off}\n${green}pass 14${off}\n${dim}duration_ms 412.5${off}\n`;

/** Records events with a clock of its own. */
export class Recorder {
  constructor(id, start) {
    this.view = emptyView(id);
    this.events = [];
    this.clock = start;
    this.listeners = new Set();
  }
  add(type, data, ms = 40) {
    this.clock += ms;
    const event = {seq: this.events.length + 1, ts: new Date(this.clock).toISOString(), type, data, prev: 'a3'.repeat(32)};
    this.events.push(event);
    applyEvent(this.view, event);
    for (const listener of this.listeners) listener(event);
  }
  stage(stage, attempt, status, summary, work) {
    this.add('stage.started', {stage, attempt});
    work?.();
    this.add('stage.finished', {stage, attempt, status, summary, duration_ms: 1, result: {}});
  }
  command(kind, line, text, exit, ms, pieces = 1) {
    const command_id = `c${this.events.length}`;
    this.add('command.started', {command_id, kind, line});
    for (let i = 0; i < pieces; ++i) this.add('command.output', {command_id, text, stream: 'stdout'}, ms / pieces);
    this.add('command.finished', {command_id, end: 'exited', exit_code: exit, duration_ms: ms, dropped_bytes: 0});
  }
  tool(name, input, text, ms = 12, isError = false) {
    const call_id = `t${this.events.length}`;
    this.add('tool.call', {call_id, name, input});
    if (name === 'run_command') this.command('agent', input.command, text, isError ? 1 : 0, ms);
    this.add('tool.result', {call_id, name, is_error: isError, text, duration_ms: ms}, ms);
  }
  call(number, attempt, text, tools, usage = [5200, 640, 18_000]) {
    this.add('provider.request', {call: number, attempt, model: 'claude-sonnet-4-5', messages: number * 2, request: {}});
    const content = [{type: 'text', text}, ...tools.map((tool, index) => ({type: 'tool_call', id: `x${index}`, name: tool[0], input: tool[1]}))];
    this.add('provider.response', {call: number, content, stop: tools.length ? 'tool_use' : 'end_turn', usage: {input_tokens: usage[0], output_tokens: usage[1], cached_tokens: usage[2]}, cost_usd: usage[0] * 3e-6 + usage[1] * 15e-6 + usage[2] * 3e-7, latency_ms: 4200 + number * 310}, 4200);
    for (const tool of tools) this.tool(...tool);
  }
}

export function tellStory(id, job, start, about = {}) {
  const record = new Recorder(id, start);
  record.add('run.started', {job_id: job, ticket_key: 'SHOP-142', title: 'Discount codes expire and amounts are whole cents', requester: 'mara', repository: 'shop-api', branch: 'tickets/shop-142',
    provider: 'claude-api', model: 'claude-sonnet-4-5', worker: 'atlas', attempt: 1, is_replay: false, sandbox: 'bubblewrap', body, ...about});
  record.stage('workspace', 0, 'ok', 'Checked out main at 8c1f0d2e41.', () => record.add('run.message', {level: 'info', text: 'The mirror was 3 commits behind and was brought up to date.'}, 900));
  record.stage('setup', 0, 'ok', 'One command, green.', () => record.command('setup', 'npm ci', 'added 212 packages in 4s\n\n38 packages are looking for funding\n', 0, 4300));
  record.stage('context', 0, 'ok', '6 sources, 4,812 tokens.', () => {
    for (const [kind, path, tokens] of [['ticket', 'SHOP-142', 310], ['guidance', 'AGENTS.md', 820], ['file', 'docs/architecture.md', 1900], ['file', 'src/pricing/discount.ts', 640], ['folder', 'tests/pricing', 1142]])
      record.add('context.source', {kind, path, bytes: tokens * 4, tokens, is_cut: kind === 'folder'});
  });
  record.stage('implementation', 0, 'ok', 'Changed 5 files in 4 calls.', () => {
    record.call(1, 0, 'I look at the pricing code and its tests first, so that the change fits what is there.', [['read_file', {path: 'src/pricing/discount.ts'}, 'import {Order} from "../order";\n\nexport interface Discount {\n  code: string;\n  share: number;\n}\n'], ['list_files', {directory: 'tests/pricing'}, 'tests/pricing/discount.test.ts\ntests/pricing/order.test.ts'], ['search', {pattern: 'discountOf\\('}, 'src/pricing/discount.ts:10\nsrc/checkout/total.ts:31']]);
    record.add('provider.retry', {call: 1, reason: '529 overloaded', wait_ms: 1200, retry: 1}, 1200);
    record.call(2, 0, 'Two things are to be done:\n\n1. an **expiry** on `Discount`\n2. rounding in one place, `toCents()`\n\nI start with the rounding.', [['write_file', {path: 'src/pricing/rounding.ts', content: 'export function toCents(value: number): number {\n  return Math.round(value * 100) / 100;\n}\n'}, 'Wrote 92 bytes.'], ['edit_file', {path: 'src/pricing/discount.ts', old_text: 'return order.total * found.share;', new_text: 'return toCents(order.total * found.share);'}, 'The text "return order.total * found.share;" is not unique.', 9, true]]);
    record.add('workspace.checkpoint', {tree: '5b1e9c0d7a'.repeat(4)});
    record.call(3, 0, 'The text was there twice; I give more of it.', [['edit_file', {path: 'src/pricing/discount.ts', old_text: 'if (!found) return 0;\n  return order.total * found.share;', new_text: 'if (!found || isExpired(found, now)) return 0;\n  return toCents(order.total * found.share);'}, 'Replaced 1 place.'], ['run_command', {command: 'npm test -- --test-name-pattern=discount'}, passing, 2300]]);
    record.call(4, 0, '', [['finish', {summary: 'Codes have a last day now, and amounts are rounded to whole cents in `toCents()`. All tests pass.'}, 'Finished.']]);
    record.add('change.recorded', {base: '8c1f0d2e41'.repeat(4), tree: '5b1e9c0d7a'.repeat(4), files: files.slice(0, 4), additions: 44, deletions: 9, patch: '', is_cut: false});
  });
  record.stage('validation', 0, 'failed', 'npm test ended with exit code 1.', () => {
    record.command('validation', 'npm run typecheck', '', 0, 3100);
    record.command('validation', 'npm test', failing, 1, 5200);
    record.add('validation.result', {attempt: 0, status: 'failed', mode: 'required', tree: '5b1e9c0d7a'.repeat(4), failed: ['npm test']});
  });
  record.add('repair.started', {attempt: 1, of: 2});
  record.stage('repair', 1, 'ok', 'Changed 2 files in 2 calls.', () => {
    record.call(5, 1, '`10.05 * 0.1` is `1.0049999999999999` in binary, so `Math.round` goes down. Adding `Number.EPSILON` before rounding makes up for it.', [['edit_file', {path: 'src/pricing/rounding.ts', old_text: 'Math.round(value * 100)', new_text: 'Math.round((Math.abs(value) + Number.EPSILON) * 100)'}, 'Replaced 1 place.'], ['run_command', {command: 'npm test'}, passing, 5100]]);
    record.call(6, 1, '', [['finish', {summary: 'Rounding was one cent short for amounts such as 10.05. `toCents()` now rounds half away from zero; **all 14 tests pass**.'}, 'Finished.']]);
    record.add('change.recorded', {base: '8c1f0d2e41'.repeat(4), tree: 'd00df00d42'.repeat(4), files, additions: 52, deletions: 11, patch, is_cut: false});
  });
  record.stage('validation', 1, 'ok', 'Every command ended with exit code 0.', () => {
    record.command('validation', 'npm run typecheck', '', 0, 3000);
    record.command('validation', 'npm test', passing, 0, 5050);
    record.add('validation.result', {attempt: 1, status: 'passed', mode: 'required', tree: 'd00df00d42'.repeat(4), failed: []});
  });
  const moved = '4b1d0a6c2e7f93358d4c1ab02e6f7d9c8a5b3e10';
  record.stage('base_drift', 1, 'ok', 'main went 2 commits ahead to 4b1d0a6c2e while the run worked', () => record.add('base.drifted', {branch: 'main', from: '9f3c2d1e0b7a8654', head: moved, commits: 2, is_rewritten: false, merged: ''}));
  record.stage('base_merge', 1, 'ok', 'Merged with 4b1d0a6c2e', () => record.add('base.merged', {head: moved, tree: moved, conflicts: []}));
  record.stage('diff_guard', 1, 'ok', 'Flagged one file.', () => record.add('guard.result', {verdict: 'flag', findings: [{verdict: 'flag', rule: 'mixed_script', path: 'src/pricing/rounding.ts', line: 7, text: 'The word rоund mixes Latin letters with others that look alike. Write it in one script.'}, {verdict: 'flag', rule: 'binary_file', path: 'assets/badge.png', text: 'It is binary and cannot be reviewed as text. See where it came from.'}]}));
  record.stage('publish', 1, 'ok', 'Pushed tickets/shop-142.', () => {
    record.add('commit.created', {commit: '7d3a91be02'.repeat(4), branch: 'tickets/shop-142', base: '8c1f0d2e41'.repeat(4), message: 'SHOP-142: Discount codes expire'});
    record.add('branch.pushed', {branch: 'tickets/shop-142', commit: '7d3a91be02'.repeat(4), remote: 'https://git.example.com/team/shop-api.git'}, 1400);
  });
  record.add('run.finished', {outcome: 'completed', reason: '', summary: 'Codes have a last day now and amounts are whole cents. Validated after one repair and pushed to tickets/shop-142.'});
  return record;
}

/** 20,000 events, most of them output of one command. */
export function tellLong(id, job, start) {
  const record = new Recorder(id, start);
  record.add('run.started', {job_id: job, ticket_key: 'CORE-7', title: 'Move the build to one workspace', requester: 'jon', repository: 'core', branch: 'tickets/core-7', provider: 'openai-compatible', model: 'qwen3-coder-480b', worker: 'atlas', attempt: 2, is_replay: false, sandbox: 'bubblewrap', body: ''});
  record.stage('workspace', 0, 'ok', '');
  record.stage('implementation', 0, 'ok', '600 calls.', () => {
    for (let i = 1; i <= 600; ++i) record.call(i, 0, i % 7 ? '' : `Step ${i}: the next package.`, [['read_file', {path: `packages/p${i}/package.json`}, '{}'], ['edit_file', {path: `packages/p${i}/package.json`}, 'Replaced 1 place.']]);
  });
  record.stage('validation', 0, 'failed', 'make check ended with exit code 2.', () => {
    record.command('validation', 'make check', Array.from({length: 60}, (_, i) => `\u001b[2m[${i}]\u001b[0m cc -O2 -c src/module_${i}.c -o build/module_${i}.o\n`).join(''), 2, 240_000, 16_000);
    record.add('validation.result', {attempt: 0, status: 'failed', mode: 'required', tree: 'f'.repeat(40), failed: ['make check']});
  });
  record.add('run.finished', {outcome: 'failed', reason: 'validation_failed', summary: 'make check ended with exit code 2.'});
  return record;
}
