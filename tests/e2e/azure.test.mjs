// Azure AI Foundry: each protocol at its address, each way to a credential, and what the service refuses, told in words. The
// server of the test checks addresses, versions, headers and bodies against what the vendor published, and gives tokens itself.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertNoSecrets, assertPublished, assertSameFacts, assertUnpublished, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, secrets, until } from './support.mjs';
import { Worker } from './worker.mjs';
import { known } from '../servers/azure.mjs';

const good = [write('4\n'), finish('Four.')];
const repaired = [write('3\n'), finish('Three.'), { ...write('6\n'), expect: { last_contains: ['value is 3'] } }, finish('Made it even.')];
const filtered = { status: 400, error: { code: 'content_filter', message: 'The response was filtered due to the prompt triggering the content management policy.' } };
const names = ['key', 'client-secret', 'workload', 'machine', 'assigned', 'version', 'project', 'models', 'app', 'environment'];
const script = {
  scenarios: {
    ...Object.fromEntries(['responses', 'chat', 'messages'].flatMap((protocol) => [[`pass-${protocol}`, good], [`repair-${protocol}`, repaired]])),
    ...Object.fromEntries(names.map((name) => [name, good])),
    limited: [{ status: 429, headers: { 'retry-after-ms': '250', 'retry-after': '1' }, error: { code: '429', message: 'Requests have exceeded the token rate limit.' } }, ...good],
    'filtered-responses': [filtered], 'filtered-chat': [filtered],
    'stopped-responses': [{ text: 'Let', stop: 'content_filter' }], 'stopped-chat': [{ text: 'Let', stop: 'content_filter' }],
    renewed: [{ ...write('4\n'), delay_ms: 1500 }, { ...write('8\n'), delay_ms: 1500 }, finish('Eight.')],
    federated: [{ ...write('4\n'), delay_ms: 1500 }, finish('Four.')],
  },
};

const place = new Place('azure');
let worker, models, remote;
const profile = (id, more = {}) => worker.send('PUT', `/api/v1/providers/${id}`,
  { kind: 'azure-foundry', endpoint: models.url, model: 'scripted', secret: secrets.apiKey, ...more, options: { ...more.options } });
const repository = (provider, settings = {}) => worker.addRepository(provider, remote.path, { validation_commands: [evenCheck], provider, ...settings });
const runTicket = async (scenario, alias) => {
  const job = await worker.jobEnded(await worker.addTicket(alias, scenario));
  await assertSameFacts(worker, job.run_id);
  assert.deepEqual(await models.problems(), []);
  return job;
};
const published = async (scenario, alias, value = '4') => {
  const job = await runTicket(scenario, alias);
  const run = await assertPublished(worker, remote, job);
  assert.equal(remote.show(job.branch, 'value.txt'), value);
  return run;
};
const setTokenSeconds = (value) => fetch(`${models.url}/_azure/seconds`, { method: 'POST', body: JSON.stringify(value) });
const tokens = async () => (await fetch(`${models.url}/_azure/tokens`)).json();
const asEntra = (auth_method, more = {}) => ({ auth_method, tenant_id: known.tenant, client_id: known.client, authority: models.url, ...more });

before(async () => {
  remote = place.remote('app', evenProgram);
  models = await place.models(script);
  worker = await Worker.start(place, { AZURE_POD_IDENTITY_AUTHORITY_HOST: models.url });
});
after(() => place.close());

describe('protocols', () => {
  before(async () => {
    for (const protocol of ['responses', 'chat', 'messages']) {
      await profile(protocol, { options: { protocol } });
      await repository(protocol);
    }
  });

  for (const [protocol, path, model] of [['responses', '/openai/v1/responses'], ['chat', '/openai/v1/chat/completions'], ['messages', '/anthropic/v1/messages']]) {
    test(`${protocol}: a ticket becomes a branch`, async () => {
      await published(`pass-${protocol}`, protocol);
      assert.deepEqual((await models.requests(`pass-${protocol}`)).map((request) => request.path), [path, path], model);
    });

    test(`${protocol}: a red validation is repaired`, async () => {
      assert.equal((await published(`repair-${protocol}`, protocol, '6')).repairs, 1);
    });
  }

  test('a rate limit is waited for as long as the service asks', async () => {
    const run = await published('limited', 'chat');
    const [told] = await worker.events(run.id, 'provider.retry');
    assert.ok(told.data.wait_ms >= 250 && told.data.wait_ms < 1000, JSON.stringify(told.data));
  });

  for (const protocol of ['responses', 'chat']) {
    test(`${protocol}: a prompt that the content filter refuses is told with what it found, and not asked again`, async () => {
      const run = await assertUnpublished(worker, remote, await runTicket(`filtered-${protocol}`, protocol), 'failed', 'provider_failed');
      assert.match(run.summary, /content filter.*\(jailbreak, violence\).*Word the ticket differently/);
      assert.equal((await models.requests(`filtered-${protocol}`)).length, 1);
    });

    test(`${protocol}: an answer that the content filter stops is no answer`, async () => {
      const run = await assertUnpublished(worker, remote, await runTicket(`stopped-${protocol}`, protocol), 'failed', 'provider_failed');
      assert.match(run.summary, /content filter of the service stopped the answer/);
    });
  }

  for (const [name, endpoint, options, path] of [
    ['version', '', { protocol: 'chat', api_version: '2024-10-21' }, '/openai/deployments/scripted/chat/completions?api-version=2024-10-21'],
    ['project', '/api/projects/p1', { priced_as: 'gpt-5-mini' }, '/api/projects/p1/openai/v1/responses'],
    ['models', '/models', {}, '/models/chat/completions?api-version=2024-05-01-preview'],
  ]) {
    test(`the address of a resource with "${name}" is found`, async () => {
      await profile(name, { endpoint: models.url + endpoint, options });
      await repository(name);
      const run = await published(name, name);
      assert.equal((await models.requests(name))[0].path, path);
      // The name of a deployment tells no price; the model behind it does: 100 tokens in, 20 out.
      const costs = (await worker.events(run.id, 'provider.response')).map(({ data }) => data.cost_usd && Math.round(data.cost_usd * 1e6));
      assert.deepEqual(costs, options.priced_as ? [65, 65] : [undefined, undefined]);
    });
  }
});

describe('credentials', () => {
  test('a wrong key blocks the run and says what to do', async () => {
    await profile('wrong', { secret: 'not-the-key' });
    await repository('wrong');
    const run = await assertUnpublished(worker, remote, await runTicket('key', 'wrong'), 'blocked', 'provider_not_ready');
    assert.match(run.summary, /refused the credential \(HTTP 401\).*Check the key/);
  });

  test('whether the credential is taken is known before a run, and no list of what could be deployed is offered as deployments', async () => {
    const view = async (id) => (await worker.get('/api/v1/providers')).items.find((one) => one.profile.id === id);
    const states = async (id, state, words) => until(`${id} is ${state}`, async () => {
      const { state: seen, detail, models: offered = [] } = await view(id);
      return seen === state && words.test(detail) && offered.length === 0;
    });
    await profile('looked-at', { secret: 'not-the-key' });
    await states('looked-at', 'failing', /refused the credential \(HTTP 401\)/);
    await profile('looked-at', {});
    await states('looked-at', 'ready', /^/);
    await profile('looked-at', { secret: 'wrong~client.Secret-8', options: asEntra('client_secret', { protocol: 'messages' }) });
    await states('looked-at', 'failing', /AADSTS7000215/);
  });

  test('a deployment that is not there is told by its name for it', async () => {
    await profile('nowhere', { model: 'nowhere' });
    await repository('nowhere');
    const run = await assertUnpublished(worker, remote, await runTicket('key', 'nowhere'), 'blocked', 'provider_not_ready');
    assert.match(run.summary, /deployment for this resource does not exist.*Check model and endpoint/);
  });

  test('a client secret gives tokens, and a new one before the old one ends', async () => {
    await setTokenSeconds(2);
    await profile('client-secret', { secret: known.secret, options: asEntra('client_secret') });
    await repository('client-secret');
    await published('renewed', 'client-secret', '8');
    await setTokenSeconds(3600);
    const given = (await tokens()).filter((token) => token.note === 'secret');
    assert.ok(given.length >= 2, JSON.stringify(given));
  });

  test('a wrong client secret is told in words, at once, and shown nowhere', async () => {
    await profile('wrong-secret', { secret: 'wrong~client.Secret-9', options: asEntra('client_secret') });
    const tested = await worker.send('POST', '/api/v1/providers/wrong-secret/test');
    assert.equal(tested.is_working, false);
    assert.match(tested.message, /AADSTS7000215.*value of the secret, not its id/);
    assert.ok(!worker.log.includes('wrong~client.Secret-9') && !worker.answers.some((text) => text.includes('wrong~client.Secret-9')));
  });

  test('a federated token is read anew for each token', async () => {
    const file = join(place.path, 'federated-token');
    writeFileSync(file, 'federated.1.jwt\n');
    await setTokenSeconds(1);
    await profile('workload', { secret: undefined, options: asEntra('workload_identity', { federated_token_file: file }) });
    await repository('workload');
    const job = await worker.addTicket('workload', 'federated');
    while ((await tokens()).every((token) => token.note !== 'federated.1.jwt')) await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(file, 'federated.2.jwt\n');
    await assertPublished(worker, remote, await worker.jobEnded(job));
    await setTokenSeconds(3600);
    assert.ok((await tokens()).some((token) => token.note === 'federated.2.jwt'));
    assert.deepEqual(await models.problems(), []);
  });

  test('the identity of a machine gives tokens, also one that a user assigned', async () => {
    for (const client_id of ['', known.identity]) {
      const name = client_id ? 'assigned' : 'machine';
      await profile(name, { secret: undefined, options: { auth_method: 'managed_identity', client_id } });
      await repository(name);
      await published(name, name);
    }
    const given = (await tokens()).filter((token) => token.path === '/metadata/identity/oauth2/token').map((token) => token.note);
    assert.ok(given.includes('system') && given.includes(known.identity), JSON.stringify(given));
  });

  test('an identity that is not assigned is told', async () => {
    await profile('stranger', { secret: undefined, options: { auth_method: 'managed_identity', client_id: 'stranger' } });
    const tested = await worker.send('POST', '/api/v1/providers/stranger/test');
    assert.match(tested.message, /Identity not found\. Assign an identity to the machine/);
  });

  test('no secret is in a journal, the database, a log, or an answer', async () => {
    await assertNoSecrets(worker);
    for (const word of [known.secret, 'eyJ.']) assert.ok(!worker.log.includes(word) && !worker.answers.some((text) => text.includes(word)), word);
  });
});

describe('a set-up by the environment', () => {
  let other;
  before(async () => {
    other = await Worker.start(place, {
      JCA_AZURE_FOUNDRY_ENDPOINT: models.url, JCA_AZURE_FOUNDRY_MODEL: 'scripted', JCA_AZURE_FOUNDRY_AUTH_METHOD: 'client_secret',
      AZURE_TENANT_ID: known.tenant, AZURE_CLIENT_ID: known.client, AZURE_CLIENT_SECRET: known.secret, AZURE_AUTHORITY_HOST: models.url,
      IDENTITY_ENDPOINT: `${models.url}/msi/token`, IDENTITY_HEADER: known.header,
    }, 'other');
    await other.send('PUT', '/api/v1/providers/azure', { kind: 'azure-foundry', is_default: true });
    await other.addRepository('app', place.remote('second', evenProgram).path, { validation_commands: [evenCheck] });
  });

  test('fields are locked and say by what, and a run works', async () => {
    const { kinds } = await other.get('/api/v1/providers');
    const form = Object.fromEntries(kinds.find((kind) => kind.kind === 'azure-foundry').form.map((field) => [field.name, field]));
    assert.deepEqual([form.endpoint.locked_by, form.endpoint.locked_value], ['JCA_AZURE_FOUNDRY_ENDPOINT', models.url]);
    assert.deepEqual([form.client_secret.locked_by, form.client_secret.locked_value], ['AZURE_CLIENT_SECRET', '']);
    const job = await other.jobEnded(await other.addTicket('app', 'environment'));
    assert.equal(job.state, 'completed', job.summary);
    assert.deepEqual(await models.problems(), []);
    assert.ok(!other.log.includes(known.secret) && !other.answers.some((text) => text.includes(known.secret)));
    for (const pid of other.executors()) assert.ok(!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(known.secret));
  });
});

describe('an app with an identity', () => {
  test('its identity endpoint gives tokens', async () => {
    const app = await Worker.start(place, { IDENTITY_ENDPOINT: `${models.url}/msi/token`, IDENTITY_HEADER: known.header }, 'app');
    await app.send('PUT', '/api/v1/providers/azure', { kind: 'azure-foundry', endpoint: models.url, model: 'scripted', options: { auth_method: 'managed_identity' }, is_default: true });
    await app.addRepository('app', place.remote('third', evenProgram).path, { validation_commands: [evenCheck] });
    const job = await app.jobEnded(await app.addTicket('app', 'app'));
    assert.equal(job.state, 'completed', job.summary);
    assert.deepEqual(await models.problems(), []);
    assert.ok((await tokens()).some((token) => token.path === '/msi/token' && token.note === 'system'));
  });
});
