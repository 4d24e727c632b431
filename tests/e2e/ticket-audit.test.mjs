// What is recorded of runs, to those who look at it: lists that narrow, files that are handed on and prove themselves.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkBundle, recordIn, tamperings } from '../servers/run-bundle.mjs';
import { parseKey } from '../servers/transparency-log.mjs';
import { assertNoSecrets, command, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, secrets } from './support.mjs';
import { Worker, runBinary } from './worker.mjs';

const markup = '</script><script>alert(1)</script><!-- <script> <img src=x onerror=alert(2)>';
const script = { scenarios: {
  even: [write('4\n'), command(`python3 -c "print('${'x'.repeat(50)}' * 300)"`), finish(`Four. ${markup}`)],
  repaired: [write('5\n'), finish('Five.'), write('6\n'), finish('Six.')],
  odd: [write('7\n'), finish('Seven.'), finish('Still seven.'), finish('I give up.')],
} };

describe('ticket audit', () => {
  let place, worker, keyText, server;
  const runs = {};

  before(async () => {
    place = new Place('ticket-audit');
    const models = await place.models(script);
    worker = await Worker.start(place);
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true, model: 'large-model' });
    place.remote('even', evenProgram);
    server = await place.server('git-http.mjs', '--root', place.directory('remotes'), '--password', secrets.password);
    await worker.addRepository('even', `${server.url}even.git`, { validation_commands: [evenCheck] }, { username: server.user, password: secrets.password });
    for (const scenario of ['even', 'repaired', 'odd']) {
      const job = await worker.jobEnded(await worker.addTicket('even', scenario, { title: `Do ${scenario} ${markup}` }));
      runs[scenario] = job.run_id;
    }
    keyText = (await worker.command('audit', 'key')).out.trim();
  });
  after(() => place.close());

  const listed = async (query) => (await worker.get(`/api/v1/runs?${query}`)).items.map((run) => run.id);
  const audit = (...args) => worker.command('audit', ...args);

  test('runs are narrowed by each column, and by several', async () => {
    const { items } = await worker.get('/api/v1/runs');
    assert.deepEqual(items.map((run) => run.state), ['failed', 'completed', 'completed']);
    const [odd, repaired, even] = items;
    for (const [query, wanted] of [
      ['state=failed', [odd]], ['reason=validation_failed', [odd]], ['reason=timeout', []], ['repository=even', items], ['provider=scripted', items], ['model=large-model', items],
      ['model=other', []], [`requester=${encodeURIComponent(even.requester)}`, items], [`ticket=${even.ticket_key}`, [even]], [`branch=${repaired.branch}`, [repaired]],
      ['pushed=yes', [repaired, even]], ['pushed=no', [odd]], [`since=${repaired.started_at}`, [odd, repaired]], [`until=${repaired.started_at}`, [even]],
      ['min_tokens=1', items], ['min_tokens=100000000', []], ['min_cost_usd=1000', []], ['pushed=yes&q=repaired&repository=even', [repaired]], [`job=${odd.job_id}`, [odd]],
    ]) assert.deepEqual(await listed(query), wanted.map((run) => run.id), query);
    const first = await worker.get('/api/v1/runs?pushed=yes&limit=1');
    assert.deepEqual(await listed(`pushed=yes&limit=1&cursor=${first.next_cursor}`), [even.id]);
    for (const wrong of ['reason=bored', 'pushed=perhaps', 'since=now', 'min_cost_usd=-1']) assert.equal((await worker.call('GET', `/api/v1/runs?${wrong}`)).status, 400, wrong);
    const choices = await worker.get('/api/v1/runs/choices');
    assert.deepEqual([choices.reasons, choices.models, choices.repositories], [['validation_failed'], ['large-model'], ['even']]);
  });

  test('the export is the run as pages show it, and every event as it was recorded', async () => {
    const answer = await worker.call('GET', `/api/v1/runs/${runs.even}/export`);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type'), /^application\/json/);
    assert.equal(answer.headers.get('content-disposition'), `attachment; filename="run-${runs.even}.json"`);
    const exported = JSON.parse(answer.text);
    assert.equal(exported.format, 'mergeloom-run-export/1');
    assert.equal(exported.log.key, keyText);
    assert.deepEqual(exported.run, await worker.get(`/api/v1/runs/${runs.even}`));
    assert.deepEqual(exported.events.map(({ event }) => event), await worker.events(runs.even));
    for (const line of worker.journal(runs.even).trimEnd().split('\n')) assert.ok(answer.text.includes(`"event":${line}}`), line);
    assert.equal((await worker.call('GET', '/api/v1/runs/01ARZ3NDEKTSV4RRFFQ69G5FAV/export')).status, 404);
  });

  test('the bundle is one page, holds each event byte for byte, and a checker of another make proves it', async () => {
    for (const id of Object.values(runs)) {
      const answer = await worker.call('GET', `/api/v1/runs/${id}/bundle`);
      assert.equal(answer.status, 200, answer.text);
      assert.match(answer.headers.get('content-disposition'), /attachment/);
      const lines = checkBundle(answer.text, parseKey(keyText));
      assert.equal(lines.join('\n') + '\n', worker.journal(id));
      assert.match(answer.text, /http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-/);
      assert.doesNotMatch(answer.text.slice(0, answer.text.indexOf('<style>')), /https?:\/\//);
      assert.ok(!answer.text.includes(markup));
    }
    assert.equal((await worker.call('GET', '/api/v1/runs/01ARZ3NDEKTSV4RRFFQ69G5FAV/bundle')).status, 404);
  });

  test('the page of a bundle derives the same run from the events as the worker does', async () => {
    const { build } = createRequire(new URL('../../resources/web/package.json', import.meta.url))('esbuild');
    const source = fileURLToPath(new URL('../../resources/web/src/model/runView.ts', import.meta.url));
    const { outputFiles } = await build({ entryPoints: [source], bundle: true, format: 'esm', write: false, target: 'node18' });
    const { viewOf } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
    for (const id of Object.values(runs)) {
      const { steering, ...wanted } = await worker.get(`/api/v1/runs/${id}`);
      const { use, limits, ...run } = wanted.run;
      assert.ok(steering && use && limits);
      // Absent and empty are the same; what the worker leaves out is not compared.
      const filled = (value) => JSON.parse(JSON.stringify(value, (_, one) => one === null || one === '' || one === 0 || (Array.isArray(one) && !one.length) ? undefined : one));
      assert.deepEqual(filled(viewOf(id, await worker.events(id))), filled({ ...wanted, run }));
    }
  });

  test('the terminal writes and checks the same files, with a worker and without one', async () => {
    const table = await audit('list', '--state', 'completed', '--pushed', 'yes', '--model', 'large-model');
    assert.equal(table.code, 0, table.err);
    assert.match(table.out, /RUN +TICKET +OUTCOME/);
    assert.ok(table.out.includes(runs.even) && table.out.includes(runs.repaired) && !table.out.includes(runs.odd));
    const json = JSON.parse((await audit('list', '--reason', 'validation_failed', '--json')).out);
    assert.deepEqual(json.items.map((run) => run.id), [runs.odd]);
    const wrong = await audit('list', '--pushed', 'perhaps');
    assert.deepEqual([wrong.code, /must be yes or no/.test(wrong.err)], [1, true], wrong.err);
    const shown = await audit('show', runs.even);
    assert.match(shown.out, /validation +passed/);
    assert.deepEqual(JSON.parse((await audit('show', 'latest', '--json')).out), await worker.get(`/api/v1/runs/${runs.odd}`));

    const file = join(place.path, 'run.html');
    const written = await audit('export', runs.even, '--format', 'html', '--output', file);
    assert.equal(written.code, 0, written.err);
    checkBundle(readFileSync(file, 'utf8'), parseKey(keyText));
    assert.deepEqual(JSON.parse((await audit('export', runs.even)).out).run.run.id, runs.even);
    const none = await audit('export', 'NO-1');
    assert.match(none.err, /There is no run "NO-1"/);

    const elsewhere = { environment: { JCA_WORKER_DATA_DIR: join(place.path, 'nowhere') } };
    const good = await runBinary(place, ['audit', 'check-bundle', file, '--key', keyText], elsewhere);
    assert.equal(good.code, 0, good.out + good.err);
    assert.match(good.out, new RegExp(`Proven: all ${recordIn(readFileSync(file, 'utf8')).events.length} events of run ${runs.even}`));
    assert.doesNotMatch(good.out, /Page|Open/);
    assert.match((await runBinary(place, ['audit', 'check-bundle', file], elsewhere)).err, /--key/);
    await worker.stop();
    const stopped = await audit('show', runs.odd, '--json');
    assert.equal(stopped.code, 0, stopped.err);
    await worker.start();
  });

  test('whatever is changed in a bundle is found, and the first event that does not fit is named', async () => {
    const { text: html } = await worker.call('GET', `/api/v1/runs/${runs.repaired}/bundle`);
    const file = join(place.path, 'changed.html');
    for (const [what, changed, words] of tamperings(html)) {
      writeFileSync(file, changed);
      const found = await audit('check-bundle', file, '--key', keyText);
      assert.equal(found.code, 1, `${what}: ${found.out}`);
      assert.match(found.out + found.err, words, what);
      assert.throws(() => checkBundle(changed, parseKey(keyText)), what);
    }
    writeFileSync(file, html.replace('<div id="app">', '<div id="app"><p>All is well.</p>'));
    const strange = await audit('check-bundle', file, '--key', keyText, '--json');
    assert.deepEqual([strange.code, JSON.parse(strange.out).is_own_page], [0, false]);
  });

  test('a viewer may read all of it; nobody else may', async () => {
    const { secret: token } = await worker.send('POST', '/api/v1/tokens', { name: 'auditor', role: 'viewer' });
    for (const path of ['export', 'bundle']) {
      const address = `${worker.url}/api/v1/runs/${runs.even}/${path}`;
      assert.equal((await fetch(address, { headers: { authorization: `Bearer ${token}` } })).status, 200);
      assert.equal((await fetch(address)).status, 401);
    }
  });

  test('no secret is in any of it', async () => {
    for (const id of Object.values(runs)) {
      const record = recordIn((await worker.call('GET', `/api/v1/runs/${id}/bundle`)).text);
      for (const { line } of record.events) for (const word of [secrets.password, secrets.apiKey]) assert.ok(!line.includes(word));
      await worker.call('GET', `/api/v1/runs/${id}/export`);
    }
    await assertNoSecrets(worker, server);
  });
});
