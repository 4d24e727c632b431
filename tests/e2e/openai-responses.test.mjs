// The OpenAI API by its Responses: a ticket becomes a pushed branch, reasoning goes back in its place, and what the service
// refuses is told in words. The server of the test checks each request against the vendor's published document.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertNoSecrets, assertPublished, assertSameFacts, assertUnpublished, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, secrets, until } from './support.mjs';
import { Worker } from './worker.mjs';

const thinking = (words, signature) => ({ type: 'thinking', thinking: words, signature });
const call = (id, name, input) => ({ type: 'tool_call', id, name, input });
const good = [write('4\n'), finish('Four.')];
const script = {
  scenarios: {
    pass: [
      { content: [thinking('I look at both files first.', 'first'), { type: 'text', text: 'Looking.' },
        call('r1', 'read_file', { path: 'value.txt' }), call('r2', 'read_file', { path: 'AGENTS.md' })],
      usage: { input_tokens: 1000, output_tokens: 50, cached_tokens: 600, reasoning_tokens: 30 }, expect: { contains: ['Keep the value even.'] } },
      { content: [thinking('', 'second'), call('w1', 'write_file', { path: 'value.txt', content: '4\n' })],
        expect: { contains: ['enc:first:whole'], last_contains: ['2', 'Keep the value even.'] }, split_bytes: 7 },
      { ...finish('Set it to four.'), expect: { contains: ['enc:first:whole', 'enc:second:whole'] } },
    ],
    repair: [{ content: [thinking('Three?', 'third'), call('w2', 'write_file', { path: 'value.txt', content: '3\n' })] }, finish('Three.'),
      { ...write('6\n'), expect: { contains: ['enc:third:whole'], last_contains: [evenCheck, 'value is 3'] } }, finish('Made it even.')],
    limited: [{ status: 429, headers: { 'retry-after-ms': '300' }, error: { message: 'Rate limit reached' } }, ...good],
    inside: [{ text: 'Half of an answer', after_events: 5, error: { code: 'server_error', message: 'The model failed.' } },
      { text: 'Half of an answer', after_events: 5, error: { type: 'error', message: 'Try again.' } }, ...good],
    cut: [{ ...write('99\n'), cut_after_bytes: 900 }, ...good],
    truncated: [{ content: [{ type: 'tool_call', id: 't1', name: 'write_file', input: {}, arguments: '{"path":"value.txt","cont' }], stop: 'max_tokens' }, ...good],
    plain: good,
    filtered: [{ text: 'Let me', stop: 'content_filter' }],
    declined: [{ content: [{ type: 'refusal', text: 'I cannot help with that.' }], stop: 'end_turn' }],
    prompt: [{ status: 400, error: { code: 'invalid_prompt', message: 'Invalid prompt: your prompt was flagged.' } }],
    model: [{ status: 404, error: { code: 'model_not_found', message: "The model 'nope' does not exist or you do not have access to it." } }],
    credit: [{ status: 429, error: { type: 'insufficient_quota', code: 'insufficient_quota', message: 'You exceeded your current quota.' } }],
    killed: [{ content: [thinking('Before the end.', 'kept'), call('k1', 'write_file', { path: 'value.txt', content: '8\n' })] },
      { ...finish('Eight.'), delay_ms: 2500, expect: { contains: ['enc:kept:whole'] } }, { ...finish('Eight.'), expect: { contains: ['enc:kept:whole'] } }],
    'wrong-key': good, unpriced: good, priced: good, mispriced: good,
  },
};

for (const line of [
  { name: 'the OpenAI API', kind: 'codex-api', options: {} },
  { name: 'a compatible server that is asked for Responses', kind: 'openai-compatible', options: { protocol: 'responses' } },
]) {
  describe(line.name, () => {
    const place = new Place('responses');
    let worker, models, remote;
    before(async () => {
      remote = place.remote('app', evenProgram);
      models = await place.models(script);
      worker = await Worker.start(place);
      const set = (id, secret, more = {}) => worker.setProvider(id, line.kind, `${models.url}/v1`, secret, { options: line.options, ...more });
      await set('scripted', secrets.apiKey, { is_default: true });
      await set('plain', secrets.apiKey, { model: 'gpt-4.1' });
      await set('wrong', 'not-the-key');
      await worker.addRepository('app', remote.path, { validation_commands: [evenCheck] });
      await worker.addRepository('plain', remote.path, { validation_commands: [evenCheck], provider: 'plain' });
      await worker.addRepository('wrong', remote.path, { provider: 'wrong' });
    });
    after(() => place.close());

    const runTicket = async (scenario, repository = 'app') => {
      const job = await worker.jobEnded(await worker.addTicket(repository, scenario));
      await assertSameFacts(worker, job.run_id);
      assert.deepEqual(await models.problems(), []);
      return job;
    };

    test('a ticket becomes a branch; parallel calls are answered together, and reasoning goes back unchanged', async () => {
      const job = await runTicket('pass');
      const run = await assertPublished(worker, remote, job);
      assert.equal(remote.show(job.branch, 'value.txt'), '4');
      const requests = await models.requests('pass');
      const items = requests.at(-1).body.input.map((item) => item.type);
      assert.deepEqual(items, ['message', 'reasoning', 'message', 'function_call', 'function_call', 'function_call_output', 'function_call_output',
        'reasoning', 'function_call', 'function_call_output']);
      assert.equal(requests[0].body.store, false);
      const [answer] = await worker.events(run.id, 'provider.response');
      assert.deepEqual(answer.data.usage, { input_tokens: 400, output_tokens: 50, cached_tokens: 600, cache_write_tokens: 0, reasoning_tokens: 30 });
    });

    test('a red validation is repaired in the same conversation', async () => {
      const job = await runTicket('repair');
      const run = await assertPublished(worker, remote, job);
      assert.deepEqual([run.repairs, remote.show(job.branch, 'value.txt')], [1, '6']);
    });

    for (const [scenario, name, retries] of [
      ['limited', 'a rate limit is waited for', 1], ['inside', 'failures inside the stream are asked again', 2], ['cut', 'an answer that breaks off is asked again', 1],
    ]) {
      test(name, async () => {
        const job = await runTicket(scenario);
        const run = await assertPublished(worker, remote, job);
        const told = await worker.events(run.id, 'provider.retry');
        assert.equal(told.length, retries);
        if (scenario === 'limited') assert.ok(told[0].data.wait_ms >= 300);
        assert.equal(remote.show(job.branch, 'value.txt'), '4');
      });
    }

    test('a call whose arguments were cut off is not carried out', async () => {
      const job = await runTicket('truncated');
      await assertPublished(worker, remote, job);
      assert.equal(remote.show(job.branch, 'value.txt'), '4');
    });

    test('a model that does not reason is asked again without encrypted reasoning', async () => {
      const job = await runTicket('plain', 'plain');
      await assertPublished(worker, remote, job);
      const asked = (await models.requests()).filter((request) => request.body.model === 'gpt-4.1');
      assert.deepEqual(asked.map((request) => [request.status, Boolean(request.body.include)]), [[400, true], [200, false], [200, false]]);
      assert.equal((await worker.events(job.run_id, 'provider.retry')).length, 0);
    });

    for (const [scenario, state, reason, words] of [
      ['filtered', 'failed', 'provider_failed', /content filter of the service stopped the answer/],
      ['declined', 'failed', 'provider_failed', /declined to go on: I cannot help with that/],
      ['prompt', 'failed', 'provider_failed', /refused the request \(HTTP 400\): Invalid prompt/],
      ['model', 'blocked', 'provider_not_ready', /does not know the model or the address.*Check model and endpoint/],
      ['credit', 'blocked', 'provider_not_ready', /no credit left.*billing/],
    ]) {
      test(`${scenario}: told in words, and asked once`, async () => {
        const run = await assertUnpublished(worker, remote, await runTicket(scenario), state, reason);
        assert.match(run.summary, words);
        assert.equal((await models.requests(scenario)).length, 1);
      });
    }

    test('a run whose executor is killed goes on with the reasoning that it had', async () => {
      const job = await worker.addTicket('app', 'killed');
      await until('the second question is asked', async () => (await models.requests('killed')).length === 2);
      for (const pid of worker.executors()) process.kill(pid, 'SIGKILL');
      const ended = await worker.jobEnded(job);
      await assertPublished(worker, remote, ended);
      assert.equal(remote.show(ended.branch, 'value.txt'), '8');
      assert.equal((await models.requests('killed')).length, 3);
      assert.deepEqual(await models.problems(), []);
    });

    test('a model has no price, until the operator names one in the data folder; a file that is wrong is told', async () => {
      const costs = async (job) => (await worker.events(job.run_id, 'provider.response')).map(({ data }) => data.cost_usd);
      assert.deepEqual(await costs(await runTicket('unpriced')), [undefined, undefined]);
      const file = join(worker.data, 'prices.json');
      const price = { model: 'scripted', input: 1, output: 10, cached: 0.5, cache_write: 1, context_window: 100000, date: '2026-11-21', source: 'a contract' };
      writeFileSync(file, JSON.stringify({ format: 'mergeloom-prices/1', models: [price] }));
      const paid = await costs(await runTicket('priced'));
      assert.deepEqual(paid.map((cost) => Math.round(cost * 1e6)), [300, 300]); // 100 tokens in, 20 out
      writeFileSync(file, '{');
      const run = await assertUnpublished(worker, remote, await runTicket('mispriced'), 'blocked', 'provider_not_ready');
      assert.match(run.summary, /prices\.json cannot be used.*Correct the file, or remove it/);
      rmSync(file);
    });

    test('a wrong key blocks the run and says what to do', async () => {
      const run = await assertUnpublished(worker, remote, await runTicket('wrong-key', 'wrong'), 'blocked', 'provider_not_ready');
      assert.match(run.summary, /refused the credential.*Check the key/);
      const tested = await worker.send('POST', '/api/v1/providers/wrong/test');
      assert.equal(tested.is_working, false);
    });

    test('no secret is in a journal, the database, a log, or an answer', () => assertNoSecrets(worker));
  });
}
