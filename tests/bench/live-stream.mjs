// P06: how long an event takes from its executor to the pages that watch its run, and what readers that stand still cost.
//   live-stream.mjs WORKER [--viewers 200] [--stalled 20] [--rate 40] [--seconds 30] [--database URL of PostgreSQL]     prints one line of JSON
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals: [binary] } = parseArgs({ allowPositionals: true, options: {
  viewers: { type: 'string', default: '200' }, stalled: { type: 'string', default: '20' }, rate: { type: 'string', default: '40' }, seconds: { type: 'string', default: '30' }, database: { type: 'string', default: '' } } });
const [viewers, stalled, rate, seconds] = ['viewers', 'stalled', 'rate', 'seconds'].map((name) => Number(values[name]));
const token = 'bench-admin-token-1';
const clusterToken = 'bench-cluster-token-1';
const directory = mkdtempSync(join(tmpdir(), 'mergeloom-bench-stream-'));
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('JCA_')));
const gateway = spawn(binary, ['serve'], { stdio: ['ignore', 'pipe', 'ignore'], env: { ...environment, JCA_WORKER_ROLE: 'gateway', JCA_WORKER_PORT: '0',
  JCA_WORKER_DATA_DIR: directory, JCA_WORKER_UI_TOKEN: token, JCA_WORKER_CLUSTER_TOKEN: clusterToken,
  ...values.database && { JCA_WORKER_DATABASE_URL: values.database } } });
const url = new URL(await new Promise((resolve, reject) => {
  let text = '';
  gateway.stdout.setEncoding('utf8').on('data', (piece) => {
    const found = /is ready at (\S+)/.exec(text += piece);
    if (found) resolve(found[1]);
  });
  gateway.once('exit', (code) => reject(new Error(`the gateway ended with ${code}`)));
}));

const run = '01JZ0000000000000000000000';
let seq = 0;
let hash = '';
function line(type, data) {
  const text = JSON.stringify({ data, prev: hash, seq: ++seq, ts: new Date().toISOString().replace('Z', '000Z'), type });
  hash = createHash('sha256').update(text).digest('hex');
  return `${text}\n`;
}
async function ship(lines) {
  const answer = await fetch(new URL(`/api/gateway/v1/runs/${run}/events`, url), { method: 'POST', body: lines,
    headers: { authorization: `Bearer ${clusterToken}`, 'content-type': 'application/x-ndjson' } });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
}
const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${gateway.pid}/status`, 'utf8'))[1]) / 1024;

await ship(line('run.started', { job_id: 'j', ticket_key: 'BENCH-1', title: 'A long run', body: '', requester: '', repository: 'r', branch: 'b', provider: 'p', model: 'm',
  worker: 'w', attempt: 1, is_replay: false, limits: {}, most: {}, sandbox: '', sandbox_missing: [] }));

const delays = [];
let isMeasured = false;
let received = 0;
function view(onText) {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), '127.0.0.1', () => socket.write(
      `GET /api/v1/runs/${run}/stream?after=${seq} HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Bearer ${token}\r\nAccept: text/event-stream\r\n\r\n`));
    let rest = '';
    socket.once('error', reject);
    socket.setEncoding('latin1').on('data', (piece) => {
      if (piece.startsWith('HTTP/')) {
        if (!piece.startsWith('HTTP/1.1 200')) reject(new Error(piece.slice(0, 100)));
        resolve(socket);
        if (!onText) socket.pause();
      }
      if (!onText) return;
      rest += piece;
      const end = rest.lastIndexOf('\n');
      if (end < 0) return;
      onText(rest.slice(0, end));
      rest = rest.slice(end + 1);
    });
  });
}
const sockets = await Promise.all([
  ...Array.from({ length: viewers }, () => view((text) => {
    const now = performance.timeOrigin + performance.now();
    for (const [, ts] of text.matchAll(/"ts":"([^"]+)000Z"/g)) {
      received += 1;
      if (isMeasured) delays.push(now - Date.parse(`${ts}Z`));
    }
  })),
  ...Array.from({ length: stalled }, () => view()),
]);

// Each event is shipped when it happens, as an executor does; the output is of a size that fills the socket of a reader that stands still.
async function shipFor(time) {
  const from = performance.now();
  for (let sent = 0; performance.now() - from < time * 1000; ++sent) {
    const wait = from + sent * 1000 / rate - performance.now();
    if (wait > 0) await new Promise((resolve) => { setTimeout(resolve, wait); });
    await ship(line('command.output', { command_id: 'c1', stream: 'stdout', text: `step ${sent} ${'x'.repeat(900)}\n` }));
  }
}
await shipFor(Math.min(5, seconds));
const before = memory();
isMeasured = true;
const shippedBefore = seq;
await shipFor(seconds);
const shipped = seq - shippedBefore;
for (const end = performance.now() + 10_000; received < (seq - 1) * viewers && performance.now() < end;) await new Promise((resolve) => { setTimeout(resolve, 20); });
const after = memory();
for (const socket of sockets) socket.destroy();
gateway.kill('SIGTERM');
await new Promise((resolve) => { gateway.once('exit', resolve); });
rmSync(directory, { recursive: true, force: true });
if (received < (seq - 1) * viewers) throw new Error(`${(seq - 1) * viewers - received} events did not come`);
delays.sort((a, b) => a - b);
const share = (part) => delays[Math.min(delays.length - 1, Math.floor(delays.length * part))];
console.log(JSON.stringify({ viewers, stalled, events_per_second: shipped / seconds, delivered: delays.length, p50_ms: share(0.5), p95_ms: share(0.95), p99_ms: share(0.99),
  memory_mib: after, memory_growth_mib: after - before }));
