// AWS Bedrock: signed requests, Amazon's event streams, and each way to come by keys, from a ticket to a pushed branch.
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { assertNoSecrets, assertPublished, assertSameFacts, assertUnpublished, command, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, secrets } from './support.mjs';
import { Worker } from './worker.mjs';

const model = 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0';
const keyId = 'AKIAIOSFODNN7EXAMPLE';
const good = [write('4\n'), finish('Four.')];
const thinking = { type: 'thinking', thinking: 'Even means divisible by two.', signature: 'c2lnbmVkLWJ5LXRoZS1tb2RlbA==' };
const script = {
  scenarios: {
    pass: [{ tools: [{ name: 'read_file', input: { path: 'value.txt' } }, { name: 'read_file', input: { path: 'none.txt' } }], expect: { contains: ['Keep the value even.'] } },
      { ...write('4\n'), usage: { input_tokens: 900, output_tokens: 30, cached_tokens: 700 } }, command(evenCheck), { ...finish('Set it to four.'), expect: { last_contains: ['value is 4'] } }],
    repair: [write('3\n'), finish('Three.'), { ...write('6\n'), expect: { last_contains: [evenCheck, 'value is 3'] } }, finish('Even.')],
    thinking: [{ content: [thinking, { type: 'tool_call', name: 'write_file', input: { path: 'value.txt', content: '8\n' } }] },
      { ...finish('Eight.'), expect: { contains: [thinking.thinking, thinking.signature] } }],
    throttled: [{ text: 'Half of an ans', after_events: 3, error: { type: 'throttlingException', message: 'Too many requests, please wait.' } }, ...good],
    'stream-error': [{ text: 'Half', after_events: 2, error: { type: 'modelStreamErrorException', message: 'The model broke.' } }, ...good],
    limited: [{ status: 429, headers: { 'retry-after-ms': '20' } }, { status: 503, headers: { 'retry-after-ms': '20' } }, ...good],
    cut: [{ ...write('99\n'), cut_after_bytes: 300 }, ...good],
    pieces: [{ ...good[0], split_bytes: 1 }, { ...good[1], split_bytes: 3 }],
    guarded: [{ text: 'Sorry, the guardrail does not allow this.', stop: 'refusal' }],
    malformed: [{ text: 'I try.', stop: 'malformed_tool_use' }, { ...good[0], expect: { last_contains: ['could not be read'] } }, good[1]],
    invalid: [{ status: 400, error: { message: 'Malformed input request, please reformat your input and try again.' } }],
    ...Object.fromEntries(['wrong-key', 'unknown-id', 'expired', 'renewed', 'skewed', 'wrong-region', 'wrong-model', 'retired', 'denied', 'profile', 'chain', 'no-keys']
      .map((name) => [name, good])),
  },
};

describe('AWS Bedrock', () => {
  const place = new Place('bedrock');
  let worker, models, remote;
  before(async () => {
    remote = place.remote('app', evenProgram);
    models = await place.models(script);
    worker = await Worker.start(place, { AWS_EC2_METADATA_DISABLED: 'true' });
    await provider('bedrock', {}, { is_default: true });
    await worker.addRepository('app', remote.path, { validation_commands: [evenCheck] });
  });
  after(() => place.close());

  const provider = (id, options = {}, more = {}) => worker.setProvider(id, 'aws-bedrock', models.url, secrets.apiKey,
    { model, options: { auth_method: 'static_keys', access_key_id: keyId, region: 'eu-central-1', ...options }, ...more });
  const keyless = (id, options) => worker.setProvider(id, 'aws-bedrock', models.url, undefined, { model, options: { region: 'eu-central-1', ...options } });
  const runTicket = async (scenario, repository = 'app') => {
    const job = await worker.jobEnded(await worker.addTicket(repository, scenario));
    await assertSameFacts(worker, job.run_id);
    assert.deepEqual(await models.problems(), []);
    return job;
  };
  /** A ticket of the same name, with a provider and a repository of their own. */
  const runWith = async (name, made) => {
    await made;
    await worker.addRepository(name, remote.path, { provider: name });
    return runTicket(name, name);
  };
  const refusedWith = async (name, made, words, reason = 'provider_not_ready', state = 'blocked') => {
    const run = await assertUnpublished(worker, remote, await runWith(name, made), state, reason);
    assert.match(run.summary, words);
    return run;
  };

  test('a change is validated and pushed; the request is what the service wants', async () => {
    const job = await runTicket('pass');
    const run = await assertPublished(worker, remote, job);
    assert.deepEqual([run.validation, run.repairs], ['passed', 0]);
    assert.equal(remote.show(job.branch, 'value.txt'), '4');
    const [first, second] = await models.requests('pass');
    assert.equal(first.path, `/model/${encodeURIComponent(model)}/converse-stream`);
    assert.equal(second.body.messages[2].content.filter((block) => block.toolResult).length, 2); // parallel calls are answered together
    assert.equal(second.body.messages[2].content.find((block) => block.toolResult?.status === 'error') !== undefined, true);
    assert.equal(first.body.toolConfig.tools.at(-1).cachePoint.type, 'default');
    const answers = await worker.events(run.id, 'provider.response');
    assert.ok(answers.some((event) => JSON.stringify(event).includes('"cached_tokens":700')), JSON.stringify(answers.at(-1)));
    const listed = ({ usage }) => 3 * usage.input_tokens + 15 * usage.output_tokens + 0.3 * usage.cached_tokens;
    for (const { data } of answers) // Claude Sonnet 4.5, a tenth dearer than by a profile of all the world
      assert.ok(data.cost_usd > 0 && Math.abs(data.cost_usd * 1e6 - 1.1 * listed(data)) < 0.01, JSON.stringify(data));
  });

  test('a red validation is repaired', async () => {
    const job = await runTicket('repair');
    const run = await assertPublished(worker, remote, job);
    assert.deepEqual([run.validation, run.repairs], ['passed', 1]);
    assert.equal(remote.show(job.branch, 'value.txt'), '6');
  });

  test('signed reasoning goes back as it came', async () => {
    await assertPublished(worker, remote, await runTicket('thinking'));
    const [, second] = await models.requests('thinking');
    assert.deepEqual(second.body.messages[1].content[0], { reasoningContent: { reasoningText: { text: thinking.thinking, signature: thinking.signature } } });
  });

  for (const [scenario, name, retries, words] of [
    ['throttled', 'an exception of the rate in the middle of a stream is waited for', 1, /Too many requests/],
    ['stream-error', 'a model that breaks in the middle of a stream is asked again', 1, /The model broke/],
    ['limited', 'refusals for now are waited for', 2, /limits the rate/], ['cut', 'a stream that is cut off is asked for again', 1, /no whole answer/],
    ['pieces', 'a stream may come byte by byte', 0],
  ]) {
    test(name, async () => {
      const job = await runTicket(scenario);
      const run = await assertPublished(worker, remote, job);
      const told = await worker.events(run.id, 'provider.retry');
      assert.equal(told.length, retries);
      if (retries) assert.match(JSON.stringify(told[0].data), words);
      assert.equal((await models.requests(scenario)).length, 2 + retries);
    });
  }

  test('a request that the service refuses is not repeated', async () => {
    const run = await assertUnpublished(worker, remote, await runTicket('invalid'), 'failed', 'provider_failed');
    assert.match(run.summary, /Malformed input request/);
    assert.equal((await models.requests('invalid')).length, 1);
  });

  test('a call that the service could not read is made again', async () => {
    await assertPublished(worker, remote, await runTicket('malformed'));
  });

  test('a guardrail that intervenes ends the run', async () => {
    const job = await runTicket('guarded');
    assert.equal(job.state, 'failed', job.summary);
    assert.equal((await models.requests('guarded')).length, 1);
    assert.match(job.summary, /refused|declined/);
  });

  test('a wrong secret key blocks the run and says what to do', async () => {
    await refusedWith('wrong-key', worker.setProvider('wrong-key', 'aws-bedrock', models.url, 'not-the-secret-key', { model, options: { access_key_id: keyId, region: 'eu-central-1' } }),
      /refused the credential.*signature we calculated does not match[^\n]*Check the key/);
    const tested = await worker.send('POST', '/api/v1/providers/wrong-key/test');
    assert.equal(tested.is_working, false);
    assert.match(tested.message, /Check the key/);
  });

  test('an access key id that nobody has blocks the run', () => refusedWith('unknown-id', provider('unknown-id', { access_key_id: 'AKIAUNKNOWNEXAMPLE' }), /security token included in the request is invalid/));

  test('temporary keys that have ended block the run', () => refusedWith('expired',
    worker.setProvider('expired', 'aws-bedrock', models.url, `${secrets.apiKey} expired-session-token`, { model, options: { access_key_id: keyId, region: 'eu-central-1' } }),
    /security token included in the request is expired/));

  test('a service whose clock differs from ours is asked again by its clock', async () => {
    await assertPublished(worker, remote, await runWith('skewed', provider('skewed', { access_key_id: 'AKIASKEWEDEXAMPLE' })));
    const requests = (await models.requests()).filter((request) => request.path.includes('converse') && request.status === 403);
    assert.ok(requests.length > 0);
  });

  test('a wrong region is told', () => refusedWith('wrong-region', provider('wrong-region', { region: 'us-east-1' }), /Credential should be scoped to a valid region/));

  test('what is no region is refused before anything is asked', async () => {
    await provider('no-region', { region: 'Frankfurt' });
    assert.match((await worker.send('POST', '/api/v1/providers/no-region/test')).message, /"Frankfurt", which is none/);
  });

  test('a wrong model is told', () => refusedWith('wrong-model', provider('wrong-model', {}, { model: 'no such model' }), /The provided model identifier is invalid/, 'provider_failed', 'failed'));

  test('a model that is gone is told', () => refusedWith('retired', provider('retired', {}, { model: 'retired' }), /end of its life/));

  test('a model that the credential may not use is told', () => refusedWith('denied', provider('denied', { access_key_id: 'AKIADENIEDEXAMPLE' }), /denies the use of the model.*have access/));

  /** A program that prints keys: the first time such that the service takes for ended. */
  const keyProgram = () => {
    const count = place.file('count', '');
    const path = place.file('keys.sh', `#!/bin/sh
echo x >> ${count}
token=expired-of-the-process
[ "$(wc -l < ${count})" -gt 1 ] && token=newer-of-the-process
printf '{"Version":1,"AccessKeyId":"${keyId}","SecretAccessKey":"%s","SessionToken":"%s","Expiration":"2099-01-01T00:00:00Z"}' '${secrets.apiKey}' "$token"
`);
    chmodSync(path, 0o700);
    return path;
  };

  test('a profile gives keys, and newer ones when the service says that they have ended', async () => {
    place.file('home/.aws/config', `[profile renewed]\ncredential_process = ${keyProgram()}\nregion = eu-central-1\n\n[profile profile]\nregion = eu-central-1\n`);
    place.file('home/.aws/credentials', `[profile]\naws_access_key_id = ${keyId}\naws_secret_access_key = ${secrets.apiKey}\n`);
    await assertPublished(worker, remote, await runWith('renewed', keyless('renewed', { auth_method: 'profile', aws_profile: 'renewed', region: '' })));
    await assertPublished(worker, remote, await runWith('profile', keyless('profile', { auth_method: 'profile', aws_profile: 'profile', region: '' })));
    const tokens = (await models.requests('renewed')).map((request) => request.headers['x-amz-security-token']);
    assert.deepEqual([...new Set(tokens)], ['newer-of-the-process']); // the refused one had no scenario yet
  });

  test('the default chain says what it tried', () => refusedWith('no-keys', keyless('no-keys', { auth_method: 'default_chain' }),
    /default chain gave no keys\. Tried: environment \(AWS_ACCESS_KEY_ID is not set\); web identity .*; profile default .*; container .*; instance \(AWS_EC2_METADATA_DISABLED is true\)/));

  test('the default chain finds what the environment of the worker has', async () => {
    const other = new Place('bedrock-chain');
    try {
      const own = other.remote('app', evenProgram);
      const second = await Worker.start(other, { AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: secrets.apiKey, JCA_BEDROCK_AUTH_METHOD: 'default_chain',
        JCA_BEDROCK_REGION: 'eu-central-1', JCA_BEDROCK_MODEL_ID: model, AWS_ENDPOINT_URL: 'http://127.0.0.1:9', JCA_BEDROCK_ENDPOINT_URL: models.url });
      await second.send('PUT', '/api/v1/providers/chain', { kind: 'aws-bedrock', is_default: true });
      await second.addRepository('app', own.path);
      await assertPublished(second, own, await second.jobEnded(await second.addTicket('app', 'chain')));
      const kind = (await second.get('/api/v1/providers')).kinds.find(({ kind: name }) => name === 'aws-bedrock');
      const locked = kind.form.filter((field) => field.locked_by).map((field) => field.locked_by);
      assert.deepEqual(locked, ['JCA_BEDROCK_AUTH_METHOD', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'JCA_BEDROCK_REGION', 'JCA_BEDROCK_MODEL_ID', 'JCA_BEDROCK_ENDPOINT_URL']);
      await assertNoSecrets(second);
    } finally {
      await other.close();
    }
  });

  test('no secret is in a journal, the database, a log, or an answer', () => assertNoSecrets(worker));
});
