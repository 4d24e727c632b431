// What a model service can do to a run: limit the rate, be overloaded, break off, refuse the request or the key.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertNoSecrets, assertPublished, assertSameFacts, assertUnpublished, evenCheck, evenProgram, finish, lines, write } from './flow.mjs';
import { Place, secrets } from './support.mjs';
import { Worker } from './worker.mjs';

const good = [write('4\n'), finish('Four.')];
const script = {
  scenarios: {
    limited: [{ status: 429, headers: { 'retry-after': '1' } }, ...good],
    overloaded: [{ status: 529, headers: { 'retry-after-ms': '50' } }, { status: 503, headers: { 'retry-after-ms': '50' } }, ...good],
    inside: [{ text: 'Half of an ans', after_events: 3, error: { type: 'overloaded_error', message: 'Overloaded' } }, ...good],
    cut: [{ ...write('99\n'), cut_after_bytes: 300 }, ...good],
    pieces: [{ ...good[0], split_bytes: 1 }, { ...good[1], split_bytes: 3 }],
    refused: [{ status: 400, error: { type: 'invalid_request_error', message: 'tools.3: this model takes no tools' } }],
    outage: [{ status: 500, headers: { 'x-should-retry': 'false' }, error: { message: 'the fuse is blown' } }],
    unfinished: Array(6).fill({ text: 'I have nothing to add.' }),
    looping: [{ tools: [{ name: 'read_file', input: { path: 'value.txt' } }], repeat: 'forever' }],
    'wrong-key': good,
  },
};

for (const line of lines) {
  describe(line.name, () => {
    const place = new Place('model');
    let worker, models, remote;
    before(async () => {
      remote = place.remote('app', evenProgram);
      models = await place.models(script);
      worker = await Worker.start(place);
      await worker.setProvider('scripted', line.kind, line.endpoint(models), secrets.apiKey, { is_default: true });
      await worker.addRepository('app', remote.path, { validation_commands: [evenCheck] });
    });
    after(() => place.close());

    const runTicket = async (scenario, repository = 'app') => {
      const job = await worker.jobEnded(await worker.addTicket(repository, scenario));
      await assertSameFacts(worker, job.run_id);
      assert.deepEqual(await models.problems(), []);
      return job;
    };

    for (const [scenario, name, retries] of [
      ['limited', 'a rate limit is waited for as long as the service asks', 1], ['overloaded', 'an overloaded service is asked again', 2],
      ['inside', 'an overload that is told in the middle of an answer is asked again', 1],
      ['cut', 'an answer that breaks off is asked for again, and its half is not acted on', 1], ['pieces', 'an answer may come byte by byte', 0],
    ]) {
      test(name, async () => {
        const job = await runTicket(scenario);
        const run = await assertPublished(worker, remote, job);
        const told = await worker.events(run.id, 'provider.retry');
        assert.equal(told.length, retries);
        assert.equal(remote.show(job.branch, 'value.txt'), '4');
        const requests = await models.requests(scenario);
        assert.equal(requests.length, 2 + retries);
        assert.deepEqual(requests[retries].body, requests[0].body); // the same question again
        if (scenario === 'limited') assert.ok(told[0].data.wait_ms >= 1000, JSON.stringify(told[0].data));
      });
    }

    test('a request that the service refuses is not repeated', async () => {
      const run = await assertUnpublished(worker, remote, await runTicket('refused'), 'failed', 'provider_failed');
      assert.match(run.summary, /this model takes no tools/);
      assert.equal((await models.requests('refused')).length, 1);
    });

    test('an outage ends the run with what the service said', async () => {
      const run = await assertUnpublished(worker, remote, await runTicket('outage'), 'failed', 'provider_failed');
      assert.match(run.summary, /HTTP 500.*the fuse is blown/);
    });

    test('a model that never finishes ends the run', async () => {
      const job = await runTicket('unfinished');
      assert.ok(['provider_failed', 'provider_stuck', 'no_change'].includes(job.reason), `${job.reason}: ${job.summary}`);
      assert.equal(job.state, 'failed');
    });

    test('a model that asks the same again and again ends as stuck', async () => {
      await assertUnpublished(worker, remote, await runTicket('looping'), 'failed', 'provider_stuck');
      assert.ok((await models.requests('looping')).length <= 6);
    });

    test('a wrong key blocks the run and says what to do', async () => {
      await worker.setProvider('wrong', line.kind, line.endpoint(models), 'not-the-key');
      await worker.addRepository('wrong-key', remote.path, { provider: 'wrong' });
      const job = await runTicket('wrong-key', 'wrong-key');
      const run = await assertUnpublished(worker, remote, job, 'blocked', 'provider_not_ready');
      assert.match(run.summary, /refused the credential.*Check the key/);
      const tested = await worker.send('POST', '/api/v1/providers/wrong/test');
      assert.equal(tested.is_working, false);
      assert.match(tested.message, /Check the key/);
    });

    test('a service that is away is told by its address, soon', async () => {
      await worker.setProvider('away', line.kind, line.endpoint({ url: 'http://127.0.0.1:9' }), 'any');
      const tested = await worker.send('POST', '/api/v1/providers/away/test');
      assert.equal(tested.is_working, false);
      assert.match(tested.message, /127\.0\.0\.1.*(network|endpoint)/);
    });

    test('no secret is in a journal, the database, a log, or an answer', () => assertNoSecrets(worker));
  });
}
