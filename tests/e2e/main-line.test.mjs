// A ticket goes in, a validated branch with a real commit is on a real remote.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertNoSecrets, assertPublished, assertSameFacts, assertUnpublished, command, evenCheck, evenProgram, finish, lines, stagesOf, write } from './flow.mjs';
import { Place, readText, secrets } from './support.mjs';
import { Worker } from './worker.mjs';

/** What the model repeats in the scenario "keys": each secret that a run of this line has. */
const scriptFor = (line) => ({
  scenarios: {
    pass: [{ tools: [{ name: 'read_file', input: { path: 'value.txt' } }], expect: { contains: ['Keep the value even.', 'Do pass'] } },
      { ...write('4\n'), expect: { last_contains: ['2'] } }, command(evenCheck), { ...finish('Set it to four.'), expect: { last_contains: ['value is 4'] } }],
    repair: [write('3\n'), finish('Set it to three.'), { ...write('6\n'), expect: { last_contains: [evenCheck, 'value is 3'] } }, finish('Made it even.')],
    exhausted: [write('3\n'), finish(), write('5\n'), finish(), write('7\n'), finish()],
    advisory: [write('9\n'), finish('Nine.')],
    idle: [{ text: 'There is nothing to do.' }, finish('Nothing to do.'), finish('Nothing to do.')],
    again: [write('8\n'), finish('Eight.')],
    rsa: [write('10\n'), finish('Ten.')],
    off: [write('11\n'), finish('Eleven.')],
    keys: [{ text: told(line), ...write('12\n') }, command(`python3 -c "print('${told(line)}')"`), finish(told(line))],
  },
});
const told = (line) => `The key is ${secrets.apiKey}${line.kind === 'claude-api' ? `, the password is ${secrets.password}` : ''}.`;

for (const line of lines) {
  describe(line.name, () => {
    const place = new Place('main');
    let worker, server, models, remote;
    before(async () => {
      remote = place.remote('app', evenProgram);
      server = await line.server(place);
      models = await place.models(scriptFor(line));
      worker = await Worker.start(place);
      await worker.setProvider('scripted', line.kind, line.endpoint(models), secrets.apiKey, { is_default: true });
      await worker.addRepository('app', server.at('app'), { validation_commands: [evenCheck] }, line.credential(server));
    });
    after(() => place.close());

    const runTicket = async (scenario, repository = 'app') => {
      const job = await worker.jobEnded(await worker.addTicket(repository, scenario));
      assert.deepEqual(await models.problems(), []);
      return job;
    };

    test('a change that is right at once is validated, committed and pushed', async () => {
      const job = await runTicket('pass');
      const run = await assertPublished(worker, remote, job);
      assert.deepEqual([run.validation, run.repairs, run.changed_files], ['passed', 0, 1]);
      assert.equal(remote.show(job.branch, 'value.txt'), '4');
      assert.match(remote.git('log', '-1', '--format=%b', job.branch), /^Set it to four\.$/m);
      assert.deepEqual(await stagesOf(worker, run.id),
        ['workspace:ok', 'setup:skipped', 'context:ok', 'implementation:ok', 'validation:ok', 'base_drift:ok', 'diff_guard:ok', 'publish:ok']);
      await assertSameFacts(worker, run.id);
      const [result] = await worker.events(run.id, 'validation.result');
      assert.equal(remote.git('rev-parse', `${job.branch}^{tree}`), result.data.tree); // validated on the pushed tree
      assert.match((await worker.get(`/api/v1/runs/${run.id}/patch`)).patch, /^-2\n\+4$/m);
    });

    test('a red validation is repaired, and the second tree is pushed', async () => {
      const job = await runTicket('repair');
      const run = await assertPublished(worker, remote, job);
      assert.deepEqual([run.validation, run.repairs], ['passed', 1]);
      assert.equal(remote.show(job.branch, 'value.txt'), '6');
      assert.deepEqual((await worker.events(run.id, 'validation.result')).map((event) => event.data.status), ['failed', 'passed']);
      assert.equal(remote.git('rev-list', '--count', `main..${job.branch}`), '1');
    });

    test('when all repairs stay red nothing is pushed', async () => {
      const job = await runTicket('exhausted');
      const run = await assertUnpublished(worker, remote, job, 'failed', 'validation_failed');
      assert.equal(run.validation, 'failed');
      assert.match(job.summary, /python3 check\.py/);
      assert.equal((await worker.events(run.id, 'validation.result')).length, 3);
      assert.equal((await worker.events(run.id, 'commit.created')).length, 0);
    });

    test('an agent that changes nothing ends the run with no_change', async () => {
      const job = await runTicket('idle');
      await assertUnpublished(worker, remote, job, 'failed', 'no_change');
    });

    test('an advisory validation is told but does not stop the push', async () => {
      await worker.addRepository('advisory', server.at('app'), { validation_commands: [evenCheck], validation_mode: 'advisory' }, line.credential(server));
      const run = await assertPublished(worker, remote, await runTicket('advisory', 'advisory'));
      assert.equal(run.validation, 'failed');
      assert.match(run.summary, /advisory/);
    });

    test('without validation commands the result never says passed', async () => {
      await worker.addRepository('unchecked', server.at('app'), {}, line.credential(server));
      const run = await assertPublished(worker, remote, await runTicket('off', 'unchecked'));
      assert.equal(run.validation, 'not_validated');
      assert.match(run.summary, /not validated/);
    });

    test('a key or password that a model repeats is blotted out, in the commit too', async () => {
      const job = await runTicket('keys');
      await assertPublished(worker, remote, job);
      const message = remote.git('log', '-1', '--format=%B', job.branch);
      assert.match(message, /^The key is /m);
      assert.doesNotMatch(message, new RegExp(`${secrets.apiKey}|${secrets.password}`));
    });

    test('a retry of the job stacks a second commit on the same branch', async () => {
      const first = await runTicket('again');
      const base = (await assertPublished(worker, remote, first)).head_commit;
      await fetch(`${models.url}/_script`, { method: 'POST', body: JSON.stringify({ scenarios: { again: [write('14\n'), finish('Fourteen.')] } }) });
      await worker.send('POST', `/api/v1/jobs/${first.id}/retry`);
      const second = await worker.jobEnded(first);
      assert.notEqual(second.run_id, first.run_id);
      const run = await assertPublished(worker, remote, second, base);
      assert.equal(run.attempt, 2);
      assert.equal(remote.show(second.branch, 'value.txt'), '14');
    });

    if (line.kind === 'openai-compatible') {
      test('an RSA key is good too', async () => {
        await fetch(`${models.url}/_script`, { method: 'POST', body: JSON.stringify(scriptFor(line)) });
        await worker.addRepository('rsa', server.at('app'), { validation_commands: [evenCheck] }, { ...line.credential(server), ssh_key: readText(server.keys.rsa) });
        await assertPublished(worker, remote, await runTicket('rsa', 'rsa'));
      });
    }

    test('a leased job starts at once, however many ran before it', async () => {
      const leased = (await worker.entries()).filter(({ event }) => event.type === 'job.leased');
      assert.ok(leased.length > 7);
      for (const { event } of leased) {
        const [started] = await worker.events(event.data.run_id, 'run.started');
        const wait = Date.parse(started.ts) - Date.parse(event.ts);
        assert.ok(wait < 5000, `${event.data.ticket_key} waited ${wait} ms`);
      }
    });

    test('no secret is in a journal, the database, a log, or an answer', async () => {
      await worker.stop(); // what the database has in its log goes into its file
      await worker.start();
      await assertNoSecrets(worker, server);
    });
  });
}
