// /metrics says exactly what happened, in a text that Prometheus reads, to whom it may.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, secrets, sourceRoot, until } from './support.mjs';
import { Worker } from './worker.mjs';

const usage = { input_tokens: 1000, output_tokens: 50 };
const script = {
  scenarios: {
    pass: [{ ...write('4\n'), usage }, { ...finish('Four.'), usage }],
    repair: [{ ...write('3\n'), usage }, { ...finish(), usage }, { ...write('6\n'), usage }, { ...finish(), usage }],
    limited: [{ status: 429, headers: { 'retry-after-ms': '50' } }, { ...write('8\n'), usage }, { ...finish(), usage }],
    outage: [{ status: 500, headers: { 'x-should-retry': 'false' }, error: { message: 'the fuse is blown' } }],
  },
};

/** Families by name, as the parser of Prometheus' own Python client reads them. */
function parsed(text) {
  const families = JSON.parse(execFileSync('/usr/bin/python3', [join(sourceRoot, 'tests/servers/metrics.py')], { input: text }));
  const samples = new Map();
  for (const { samples: found } of families) for (const { name, labels, value } of found) {
    const key = Object.keys(labels).sort().map((label) => `${label}=${labels[label]}`).join(' ');
    samples.set(`${name} ${key}`.trimEnd(), value);
  }
  return samples;
}

describe('metrics', () => {
  const place = new Place('metrics');
  let worker, models;
  /** On a busy machine the database may take longer than a scrape waits for it; then its figures are old ones. */
  const scrape = () => until('the database answers a scrape', async () => {
    const found = parsed((await worker.call('GET', '/metrics')).text);
    return found.get('mergeloom_store_answers') === 1 && found;
  });
  const figure = async (name) => (await scrape()).get(name);
  before(async () => {
    const remote = place.remote('app', evenProgram);
    models = await place.models(script);
    worker = await Worker.start(place);
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
    await worker.addRepository('app', remote.path, { validation_commands: [evenCheck] });
  });
  after(() => place.close());

  test('a viewer may read it, nobody else', async () => {
    assert.equal((await fetch(`${worker.url}/metrics`)).status, 401);
    const token = await worker.send('POST', '/api/v1/tokens', { name: 'prometheus', role: 'viewer' });
    const answer = await fetch(`${worker.url}/metrics`, { headers: { authorization: `Bearer ${token.secret}` } });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
    assert.ok(parsed(await answer.text()).get('process_open_fds') > 3);
  });

  test('after scripted runs each figure is that of their records', async () => {
    const runs = [];
    for (const scenario of ['pass', 'repair', 'limited', 'outage']) runs.push((await worker.jobEnded(await worker.addTicket('app', scenario))).run_id);
    await until('all is counted', async () => (await figure('mergeloom_jobs_finished_total state=completed')) === 3
      && (await figure('mergeloom_jobs_finished_total state=failed')) === 1);
    const found = await scrape();
    const events = (await Promise.all(runs.map((run) => worker.events(run)))).flat();
    const ofType = (type) => events.filter((event) => event.type === type);
    const sum = (values) => values.reduce((all, value) => all + value, 0);
    const expected = {
      'mergeloom_runs_started_total': 4,
      'mergeloom_runs_finished_total outcome=completed reason=': 3,
      'mergeloom_runs_finished_total outcome=failed reason=provider_failed': 1,
      'mergeloom_run_seconds_count outcome=completed': 3,
      'mergeloom_stage_seconds_count stage=publish status=ok': 3,
      'mergeloom_stage_seconds_count stage=implementation status=ok': 3,
      'mergeloom_stage_seconds_count stage=implementation status=failed': 1,
      'mergeloom_validations_total status=passed': 3,
      'mergeloom_validations_total status=failed': 1,
      'mergeloom_repairs_total': 1,
      'mergeloom_diff_guard_results_total verdict=allow': 3,
      'mergeloom_jobs_queued_total': 4,
      'mergeloom_lease_latency_seconds_count': 4,
      'mergeloom_jobs state=queued': 0,
      'mergeloom_jobs state=running': 0,
      'mergeloom_queue_oldest_seconds': 0,
      'mergeloom_provider_calls_total model=scripted provider=scripted': 8,
      'mergeloom_provider_retries_total model=scripted provider=scripted': 1,
      'mergeloom_provider_errors_total model=scripted provider=scripted': 2,
      'mergeloom_provider_call_seconds_count model=scripted provider=scripted': 8,
      'mergeloom_provider_calls_without_price_total model=scripted provider=scripted': 8,
      'mergeloom_commands_total end=ok kind=validation': 3,
      'mergeloom_commands_total end=red kind=validation': 1,
      'mergeloom_events_uncounted_total': 0,
      'mergeloom_store_answers': 1,
    };
    for (const [name, value] of Object.entries(expected)) assert.equal(found.get(name), value, name);
    for (const [kind, field] of [['input', 'input_tokens'], ['output', 'output_tokens']])
      assert.equal(found.get(`mergeloom_provider_tokens_total kind=${kind} model=scripted provider=scripted`),
        sum(ofType('provider.response').map((event) => event.data.usage[field])));
    assert.ok(sum(ofType('provider.response').map((event) => event.data.usage.output_tokens)) > 0);
    assert.equal(found.get('mergeloom_executors state=idle') + found.get('mergeloom_executors state=running'), 1);
    assert.ok(found.get('mergeloom_event_lag_seconds_bucket le=10') > 0);
    assert.ok(found.get('mergeloom_store_seconds_count transaction=write') > 10);
    let stored;
    await until('the log and the figures agree', async () => {
      stored = (await worker.entries()).filter(({ event }) => event.type !== 'log.begun'); // it begins before anything is counted
      const now = await scrape();
      return now.get('mergeloom_events_stored_total') === stored.length && now.get('mergeloom_audit_log_events') === stored.at(-1).id;
    });
    await until('the log is signed', async () => (await figure('mergeloom_audit_log_signed_events')) >= stored.length - 10);
  });

  test('requests count by what they are about and their status', async () => {
    const name = 'mergeloom_http_requests_total route=tickets status=200';
    const before = (await figure(name)) ?? 0;
    for (let n = 0; n < 5; n++) await worker.get('/api/v1/tickets');
    assert.equal(await figure(name), before + 5);
    assert.equal((await worker.call('GET', '/api/v1/runs/none')).status, 404);
    assert.equal(await figure('mergeloom_http_requests_total route=runs status=404'), 1);
    assert.ok((await figure('mergeloom_http_requests_total route=metrics status=401')) >= 1);
  });

  test('an open stream is counted while it is open', async () => {
    const ending = new AbortController();
    await fetch(`${worker.url}/api/v1/stream`, { headers: { authorization: `Bearer ${worker.token}` }, signal: ending.signal });
    await until('the stream is counted', async () => (await figure('mergeloom_open_streams')) === 1);
    ending.abort();
    await until('it is not any more', async () => (await figure('mergeloom_open_streams')) === 0);
  });

  test('what the process says of itself is what the kernel says', async () => {
    const found = await scrape();
    const pages = Number(readFileSync(`/proc/${worker.child.pid}/statm`, 'utf8').split(' ')[1]);
    const memory = found.get('process_resident_memory_bytes');
    assert.ok(Math.abs(memory - pages * 4096) < 32 << 20, `${memory} and ${pages * 4096}`);
    assert.ok(Math.abs(found.get('process_start_time_seconds') - Date.now() / 1000) < 300);
    assert.ok(found.get('process_cpu_seconds_total') > 0);
  });

  test('no name, text or secret of a ticket is in it', async () => {
    const { text } = await worker.call('GET', '/metrics');
    for (const word of [secrets.apiKey, worker.token, 'SCENARIO', 'Do pass', 'LOCAL-1']) assert.ok(!text.includes(word), word);
  });

  test('it is open to all when the operator says so, and only then', async () => {
    const open = await Worker.start(place, { JCA_WORKER_METRICS_ACCESS: 'public', JCA_WORKER_COUNT: '0' }, 'open');
    assert.equal((await fetch(`${open.url}/metrics`)).status, 200);
    assert.equal((await fetch(`${open.url}/api/v1/runs`)).status, 401);
    const wrong = await worker.command('serve', '--metrics-access', 'everyone');
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /metrics_access.*viewer, public/);
  });
});
