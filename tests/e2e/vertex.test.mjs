// Vertex AI: Gemini and Claude, with each way to a token; the model server verifies tokens and signatures itself.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertNoSecrets, assertPublished, assertSameFacts, assertUnpublished, command, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, readText, secrets, until } from './support.mjs';
import { Worker } from './worker.mjs';

const read = (...paths) => ({ text: 'I look first.', tools: paths.map((path) => ({ name: 'read_file', input: { path } })) });
const right = [read('value.txt', 'check.py'), { ...write('4\n'), expect: { last_contains: ['2', 'value is'] } }, command(evenCheck),
  { ...finish('Set it to four.'), expect: { last_contains: ['value is 4'] } }];
const repaired = [write('3\n'), finish('Set it to three.'), { ...write('6\n'), expect: { last_contains: [evenCheck, 'value is 3'] } }, finish('Made it even.')];
const short = () => [write('8\n'), finish('Eight.')];
const script = {
  scenarios: {
    'gemini-pass': right, 'claude-pass': right, 'gemini-repair': repaired, 'claude-repair': repaired,
    limited: [{ status: 429, error: { message: 'Resource exhausted. Please try again later.', code: '1.2s' } }, ...short()],
    inside: [{ text: 'Half of an answer that is', after_events: 1, error: { message: 'The service is currently unavailable.' } }, ...short()],
    cut: [{ ...write('99\n'), cut_after_bytes: 150 }, ...short()],
    pieces: short().map((step, index) => ({ ...step, split_bytes: 1 + index * 2 })),
    thoughts: [{ content: [{ type: 'thinking', thinking: 'The value must be even, so eight will do.' }, { type: 'tool_call', name: 'write_file', input: { path: 'value.txt', content: '8\n' } }],
      usage: { input_tokens: 1000, cached_tokens: 600, output_tokens: 50, reasoning_tokens: 30 } }, finish('Eight.')],
    malformed: [{ content: [], stop: 'bad_call' }, { ...short()[0], expect: { last_contains: ['could not be read'] } }, finish('Eight.')],
    filtered: [{ text: 'Half of somethi', stop: 'content_filter' }],
    resumed: [read('value.txt', 'check.py'), { ...write('8\n'), delay_ms: 1500, repeat: 2 }, finish('Eight.')],
    renewed: [{ ...read('value.txt'), delay_ms: 700 }, ...short()], ahead: [{ ...read('value.txt'), delay_ms: 2700 }, ...short()],
    account: short(), metadata: short(), federated: short(), 'raw-gemini': short(), 'raw-claude': short(), fixed: short(),
    'wrong-token': short(), 'wrong-project': short(), 'wrong-model': short(), 'wrong-location': short(), 'wrong-claude': short(), refused: short(), environment: short(),
  },
};

describe('Vertex AI', () => {
  const place = new Place('vertex');
  let worker, models, remote, account;
  const google = async (path, body) => (await fetch(`${models.url}/_google/${path}`, body && { method: 'POST', body: JSON.stringify(body) })).json();
  const grants = async () => (await google('requests')).map((request) => request.grant);

  before(async () => {
    remote = place.remote('app', evenProgram);
    models = await place.models(script);
    account = await google('file/service_account');
    worker = await Worker.start(place, { GCE_METADATA_HOST: new URL(models.url).host });
    await provide('gemini', {});
    await provide('claude', { publisher: 'anthropic' }, { model: 'claude-sonnet-4-5@20250929' });
  });
  after(() => place.close());

  /** A provider with a repository of its own name. */
  const provide = async (name, options, more = {}) => {
    const all = { auth_method: 'service_account_json', location: 'europe-west4', ...options };
    const secret = { service_account_json: JSON.stringify(account), access_token: secrets.apiKey }[all.auth_method] ?? '';
    await worker.setProvider(name, 'vertex-ai', models.url, secret, { model: 'gemini-2.5-pro', options: all, ...more });
    await worker.addRepository(name, remote.path, { validation_commands: [evenCheck], provider: name });
    // The look at a new provider takes a token too, which is not to be counted with those of a run.
    await until(`${name} was looked at`, async () => (await worker.get('/api/v1/providers')).items.find((item) => item.profile.id === name).state !== 'checking');
  };
  const runTicket = async (scenario, repository = 'gemini') => {
    const job = await worker.jobEnded(await worker.addTicket(repository, scenario));
    await assertSameFacts(worker, job.run_id);
    assert.deepEqual(await models.problems(), []);
    return job;
  };
  const pushes = async (scenario, repository, value = '8') => {
    const job = await runTicket(scenario, repository);
    const run = await assertPublished(worker, remote, job);
    assert.equal(run.validation, 'passed');
    assert.equal(remote.show(job.branch, 'value.txt'), value);
    return run;
  };
  const blocks = async (scenario, repository, words) => {
    const run = await assertUnpublished(worker, remote, await runTicket(scenario, repository), 'blocked', 'provider_not_ready');
    assert.match(run.summary, words);
    assert.doesNotMatch(run.summary, /ya29|PRIVATE KEY/);
    return run;
  };

  for (const name of ['gemini', 'claude']) {
    test(`${name}: a change that is right at once is validated, committed and pushed`, async () => {
      await pushes(`${name}-pass`, name, '4');
      const requests = await models.requests(`${name}-pass`);
      assert.equal(requests.length, 4);
      assert.match(requests[0].path, name === 'gemini'
        ? /^\/v1\/projects\/my-project\/locations\/europe-west4\/publishers\/google\/models\/gemini-2\.5-pro:streamGenerateContent\?alt=sse$/
        : /^\/v1\/projects\/my-project\/locations\/europe-west4\/publishers\/anthropic\/models\/claude-sonnet-4-5@20250929:streamRawPredict$/);
    });

    test(`${name}: a red validation is repaired, and the second tree is pushed`, async () => {
      const run = await pushes(`${name}-repair`, name, '6');
      assert.equal(run.repairs, 1);
      assert.deepEqual((await worker.events(run.id, 'validation.result')).map((event) => event.data.status), ['failed', 'passed']);
    });
  }

  test('one token serves a whole run', async () => {
    const before = (await grants()).length;
    await pushes('account', 'gemini');
    assert.deepEqual((await grants()).slice(before), ['jwt-bearer']);
  });

  test('a rate limit is waited for as long as RetryInfo asks', async () => {
    const run = await pushes('limited', 'gemini');
    const [told] = await worker.events(run.id, 'provider.retry');
    assert.ok(told.data.wait_ms >= 1200, JSON.stringify(told.data));
    assert.match(told.data.reason, /Resource exhausted/);
  });

  for (const [scenario, name] of [['inside', 'an error in the middle of a stream'], ['cut', 'an answer that breaks off']]) {
    test(`${name} has the question asked again`, async () => {
      const run = await pushes(scenario, 'gemini');
      assert.equal((await worker.events(run.id, 'provider.retry')).length, 1);
    });
  }

  test('an answer may come byte by byte', () => pushes('pieces', 'gemini'));

  test('thoughts are shown, and their tokens counted once', async () => {
    const run = await pushes('thoughts', 'gemini');
    const [answer] = await worker.events(run.id, 'provider.response');
    assert.deepEqual(answer.data.usage, { input_tokens: 400, output_tokens: 50, cached_tokens: 600, cache_write_tokens: 0, reasoning_tokens: 30 });
    assert.equal(answer.data.content[0].type, 'reasoning');
  });

  test('a call that Gemini itself could not read is asked for again', () => pushes('malformed', 'gemini'));

  test('a filter of the service ends the run, and says so', async () => {
    const run = await assertUnpublished(worker, remote, await runTicket('filtered'), 'failed', 'provider_failed');
    assert.match(run.summary, /content filter/);
  });

  test('a token that is refused before its time is replaced, once', async () => {
    const ticket = await worker.addTicket('gemini', 'renewed');
    await until('the first question is asked', async () => (await models.requests('renewed')).length === 1);
    await google('expire', {});
    const job = await worker.jobEnded(ticket);
    const run = await assertPublished(worker, remote, job);
    assert.deepEqual(await models.problems(), []);
    const told = await worker.events(run.id, 'provider.retry');
    assert.deepEqual(told.map((event) => event.data.wait_ms), [0]);
    assert.match(told[0].data.reason, /HTTP 401/);
  });

  test('a token is replaced before it ends', async () => {
    const before = (await grants()).length;
    await google('set', { lifetime: 3 });
    const run = await pushes('ahead', 'gemini');
    await google('set', { lifetime: 3599 });
    assert.ok((await grants()).length - before >= 2);
    assert.equal((await worker.events(run.id, 'provider.retry')).length, 0);
  });

  test('a run whose executor was killed goes on with the signatures that it had', async () => {
    const ticket = await worker.addTicket('gemini', 'resumed');
    await until('the second question is asked', async () => (await models.requests('resumed')).length === 2);
    for (const pid of worker.executors()) process.kill(pid, 'SIGKILL');
    const job = await worker.jobEnded(ticket, 120);
    await assertPublished(worker, remote, job);
    assert.deepEqual(await models.problems(), []);
    const requests = await models.requests('resumed');
    assert.equal(requests.length, 4); // the first answer is not paid for again
    assert.deepEqual(requests[2].body, requests[1].body);
    assert.match(JSON.stringify(requests[2].body), /thoughtSignature/);
  });

  test('a fixed access token is sent as it is', async () => {
    await provide('fixed', { auth_method: 'access_token', project: 'my-project' });
    const before = (await grants()).length;
    await pushes('fixed', 'fixed');
    assert.equal((await grants()).length, before);
  });

  test('an external account is exchanged, impersonates, and says who pays', async () => {
    const credential = { ...await google('file/external_account_impersonated'), quota_project_id: 'quota-project' };
    const file = place.file('google/credential.json', JSON.stringify(credential));
    await provide('federated', { auth_method: 'adc', credentials_file: file, project: 'my-project' });
    const before = (await grants()).length;
    await pushes('federated', 'federated');
    assert.deepEqual((await grants()).slice(before), ['subject', 'token-exchange', 'impersonation']);
    assert.equal((await models.requests('federated'))[0].headers['x-goog-user-project'], 'quota-project');
  });

  test('without a file the metadata server is asked', async () => {
    await provide('metadata', { auth_method: 'adc', project: 'my-project' });
    const before = (await grants()).length;
    await pushes('metadata', 'metadata');
    assert.deepEqual((await grants()).slice(before), ['metadata']);
  });

  test('an endpoint of its own is called at the address that was given', async () => {
    const endpoint = `${models.url}/v1/projects/my-project/locations/us-central1/endpoints/1234567890`;
    await provide('raw-gemini', { endpoint_mode: 'raw-endpoint' }, { endpoint });
    await pushes('raw-gemini', 'raw-gemini');
    await provide('raw-claude', { endpoint_mode: 'raw-endpoint', publisher: 'anthropic' }, { endpoint: `${endpoint}:rawPredict` });
    await pushes('raw-claude', 'raw-claude');
    assert.match((await models.requests('raw-gemini'))[0].path, /\/endpoints\/1234567890:streamGenerateContent\?alt=sse$/);
    assert.match((await models.requests('raw-claude'))[0].path, /\/endpoints\/1234567890:streamRawPredict$/);
  });

  for (const [scenario, options, more, words] of [
    ['wrong-token', { auth_method: 'access_token', project: 'my-project' }, { secret: 'ya29.not-the-token' }, /refused the credential \(HTTP 401\).*Check the key/],
    ['wrong-project', { project: 'other-project' }, {}, /HTTP 403.*aiplatform\.endpoints\.predict.*project/],
    ['wrong-model', {}, { model: 'no-such-model' }, /HTTP 404.*no-such-model.*Check model/],
    ['wrong-location', { location: 'nowhere1' }, {}, /HTTP 404.*nowhere1.*location/],
    ['wrong-claude', { publisher: 'anthropic' }, { model: 'no-such-model' }, /HTTP 404.*no-such-model/],
  ]) {
    test(`${scenario} blocks the run and says what to do, in the form's test too`, async () => {
      await provide(scenario, options, more);
      await blocks(scenario, scenario, words);
      const tested = await worker.send('POST', `/api/v1/providers/${scenario}/test`);
      assert.equal(tested.is_working, false);
      assert.match(tested.message, words);
    });
  }

  test('a subject that Google does not trust is told without its token', async () => {
    const file = await google('file/external_account');
    const token = place.file('google/subject', 'untrusted.subject.token');
    const credential = place.file('google/untrusted.json', JSON.stringify({ ...file, credential_source: { file: token } }));
    await provide('refused', { auth_method: 'adc', credentials_file: credential, project: 'my-project' });
    const run = await blocks('refused', 'refused', /Security Token Service.*attribute condition.*workload identity pool/);
    assert.doesNotMatch(run.summary, /untrusted\.subject/);
  });

  test('what is missing is told when the provider is looked at', async () => {
    const stateOf = async (id) => (await worker.get('/api/v1/providers')).items.find((item) => item.profile.id === id);
    await worker.setProvider('bad-key', 'vertex-ai', models.url, '{"type": "service_account"}', { options: { auth_method: 'service_account_json' } });
    const bad = await stateOf('bad-key');
    assert.equal(bad.state, 'not_configured');
    assert.match(bad.detail, /"client_email" is missing/);
    await worker.setProvider('no-project', 'vertex-ai', '', secrets.apiKey, { options: { auth_method: 'access_token' } });
    assert.match((await stateOf('no-project')).detail, /Project is missing/);
    const program = place.file('google/program.json', JSON.stringify({ ...await google('file/external_account'), credential_source: { executable: { command: '/bin/true' } } }));
    await worker.setProvider('program', 'vertex-ai', '', '', { options: { credentials_file: program, project: 'p' } });
    assert.match((await stateOf('program')).detail, /starts a program/);
  });

  test('the environment alone is enough, and its fields are locked', async () => {
    const environment = {
      JCA_VERTEX_AUTH_METHOD: 'service_account_json', JCA_VERTEX_SERVICE_ACCOUNT_JSON: JSON.stringify(account),
      JCA_VERTEX_ENDPOINT_URL: models.url, JCA_VERTEX_LOCATION: 'us-central1', JCA_VERTEX_PUBLISHER: 'anthropic', JCA_VERTEX_MODEL: 'claude-haiku-4-5',
    };
    const other = await Worker.start(place, environment, 'data-of-environment');
    await other.send('PUT', '/api/v1/providers/vertex', { kind: 'vertex-ai', is_default: true });
    const { form } = (await other.get('/api/v1/providers')).kinds.find((kind) => kind.kind === 'vertex-ai');
    const locked = Object.fromEntries(form.filter((field) => field.locked_by).map((field) => [field.locked_by, field.locked_value]));
    assert.equal(locked.JCA_VERTEX_LOCATION, 'us-central1');
    assert.equal(locked.JCA_VERTEX_SERVICE_ACCOUNT_JSON, ''); // a secret is not told
    for (const pid of [other.child.pid, ...other.executors()]) assert.ok(!readText(`/proc/${pid}/environ`).includes('PRIVATE KEY'), 'an environment holds the key');
    await other.addRepository('app', remote.path, { validation_commands: [evenCheck] });
    const job = await other.jobEnded(await other.addTicket('app', 'environment'));
    assert.equal(job.state, 'completed', job.summary);
    assert.deepEqual(await models.problems(), []);
    assert.match((await models.requests('environment'))[0].path, /\/locations\/us-central1\/publishers\/anthropic\/models\/claude-haiku-4-5:/);
    await assertNoSecrets(other, { keys: {} });
  });

  test('no key and no token is in a journal, the database, a log, or an answer', async () => {
    const half = account.private_key.split('\n')[5];
    await assertNoSecrets(worker, { keys: {} });
    assert.ok(!worker.log.includes(half) && !worker.log.includes('ya29.test'), 'the log holds a credential');
    assert.ok(!worker.answers.some((text) => text.includes(half) || text.includes('ya29.test')), 'an answer holds a credential');
    assert.match(worker.log, /is ready at/);
  });
});
