// Where a provider's settings come from, and which provider and model a ticket gets.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { assertNoSecrets, assertPublished, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, readText, secrets, until } from './support.mjs';
import { Worker, binary, runBinary } from './worker.mjs';

const keyId = 'AKIAIOSFODNN7EXAMPLE';
const bedrockModel = 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0';
const apiKinds = ['claude-api', 'codex-api', 'openai-compatible', 'vertex-ai', 'aws-bedrock', 'azure-foundry'];
const good = [write('4\n'), finish('Four.')];
const names = [...apiKinds, 'by-default', 'by-repository', 'by-directive', 'by-model', 'locked-model', 'apart'];
const script = { scenarios: Object.fromEntries(names.map((name) => [name, good])) };

const place = new Place('provider-modes');
let models, account;
before(async () => {
  models = await place.models(script);
  account = await (await fetch(`${models.url}/_google/file/service_account`)).json();
});
after(() => place.close());

const ask = (worker, repository, scenario, directives = {}) => worker.addTicket(repository, scenario, {
  body: `Work on it. SCENARIO:${scenario}\n\n[JCA]\n${Object.entries(directives).map(([name, value]) => `${name}=${value}`).join('\n')}\n[/JCA]\n` });
const asked = async (scenario) => (await models.requests(scenario))[0];
const stateOf = (worker, id) => until(`${id} was looked at`, async () => {
  const view = (await worker.get('/api/v1/providers')).items.find((one) => one.profile.id === id);
  return view?.state !== 'checking' && view;
});

describe('provisioned', () => {
  let worker;
  const variables = () => ({
    JCA_OPENAI_API_KEY: secrets.apiKey, JCA_OPENAI_MODEL: 'gpt-of-the-environment', JCA_OPENAI_BASE_URL: `${models.url}/v1`,
    JCA_ANTHROPIC_API_KEY: secrets.apiKey, JCA_ANTHROPIC_MODEL: 'claude-of-the-environment', JCA_ANTHROPIC_BASE_URL: models.url,
    JCA_WORKER_CLAUDE_CODE_MODEL: 'claude-for-the-program', JCA_WORKER_CODEX_MODEL: 'gpt-for-the-program',
    JCA_OPENAI_COMPATIBLE_BASE_URL: `${models.url}/v1`, JCA_OPENAI_COMPATIBLE_API_KEY: secrets.apiKey, JCA_OPENAI_COMPATIBLE_MODEL: 'scripted',
    JCA_VERTEX_AUTH_METHOD: 'service_account_json', JCA_VERTEX_ENDPOINT_MODE: '', JCA_VERTEX_ENDPOINT_URL: models.url, JCA_VERTEX_PROJECT_ID: 'my-project',
    JCA_VERTEX_LOCATION: 'europe-west4', JCA_VERTEX_PUBLISHER: '', JCA_VERTEX_MODEL: 'gemini-2.5-pro', JCA_VERTEX_SERVICE_ACCOUNT_JSON: JSON.stringify(account),
    JCA_BEDROCK_AUTH_METHOD: 'static_keys', JCA_BEDROCK_REGION: 'eu-central-1', JCA_BEDROCK_MODEL_ID: bedrockModel, JCA_BEDROCK_ENDPOINT_URL: models.url,
    AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: secrets.apiKey,
    JCA_AZURE_FOUNDRY_AUTH_METHOD: '', JCA_AZURE_FOUNDRY_ENDPOINT: models.url, JCA_AZURE_FOUNDRY_MODEL: 'gpt-deployed', JCA_AZURE_FOUNDRY_API_KEY: secrets.apiKey,
  });
  const modelsOf = { 'claude-api': 'claude-of-the-environment', 'codex-api': 'gpt-of-the-environment', 'openai-compatible': 'scripted', 'vertex-ai': 'gemini-2.5-pro',
    'aws-bedrock': bedrockModel, 'azure-foundry': 'gpt-deployed' };
  let remote;

  before(async () => {
    // What was set up on the pages before is kept, and does not count.
    const earlier = await Worker.start(place, {}, 'provisioned');
    await earlier.setProvider('mine', 'claude-api', 'http://127.0.0.1:9', 'an-earlier-key', { is_default: true });
    await earlier.setProvider('claude-api', 'claude-api', 'http://127.0.0.1:9', 'an-earlier-key', { name: 'Earlier' });
    await earlier.stop();
    worker = await Worker.start(place, { JCA_PROVIDER_CONFIG_MODE: 'provisioned', ...variables() }, 'provisioned');
    remote = place.remote('provisioned-app', evenProgram);
    await worker.addRepository('app', remote.path, { validation_commands: [evenCheck] });
  });

  test('each kind whose variables are set is there, with what they say, and the first is the default', async () => {
    const { items, config_mode: mode, kinds } = await worker.get('/api/v1/providers');
    assert.equal(mode, 'provisioned');
    assert.deepEqual(items.map((one) => one.profile.id).sort(), [...apiKinds, 'claude-code-cli', 'codex-cli'].sort());
    assert.deepEqual(items.filter((one) => one.profile.is_default).map((one) => one.profile.id), ['claude-api']);
    for (const [kind, model] of Object.entries(modelsOf)) assert.equal(items.find((one) => one.profile.id === kind).profile.model, model);
    for (const kind of kinds.filter((one) => one.kind !== 'replay')) {
      for (const field of kind.form.filter((one) => one.locked_by)) assert.equal(field.locked_value, field.kind === 'secret' ? '' : worker.settings[field.locked_by], field.name);
      assert.ok(kind.form.some((field) => field.locked_by), kind.kind);
    }
    const vertex = kinds.find((one) => one.kind === 'vertex-ai').form;
    assert.deepEqual(vertex.filter((field) => ['JCA_VERTEX_ENDPOINT_MODE', 'JCA_VERTEX_PUBLISHER'].includes(field.variable)).map((field) => field.locked_by), ['', '']); // empty is unset
  });

  for (const kind of apiKinds) {
    test(`${kind} is ready, and does what a ticket asks of it`, async () => {
      assert.deepEqual((await stateOf(worker, kind)).state, 'ready');
      const run = await assertPublished(worker, remote, await worker.jobEnded(await ask(worker, 'app', kind, { provider: kind })));
      assert.deepEqual([run.provider, run.model], [kind, modelsOf[kind]]);
      assert.deepEqual(await models.problems(), []);
    });
  }

  test('nothing can be changed, and it is said where it can', async () => {
    for (const [method, id, body] of [['PUT', 'claude-api', { kind: 'claude-api' }], ['PUT', 'new', { kind: 'claude-api', secret: 'k' }], ['DELETE', 'claude-api']]) {
      const answer = await worker.call(method, `/api/v1/providers/${id}`, body);
      assert.equal(answer.status, 403, answer.text);
      assert.equal(answer.body.error.details.locked_by, 'JCA_PROVIDER_CONFIG_MODE');
      assert.match(answer.body.error.message, /environment alone.*Change the variables/);
    }
    assert.equal((await worker.call('POST', '/api/v1/providers/mine/test')).status, 404);
  });

  test('a ticket for one that was set up earlier is blocked before any work', async () => {
    const job = await worker.jobEnded(await ask(worker, 'app', 'by-default', { provider: 'mine' }));
    assert.deepEqual([job.state, job.reason], ['blocked', 'provider_not_ready']);
    assert.match(job.summary, /no provider "mine"/);
  });

  test('no key is in an environment, a journal, the database, a log, or an answer', async () => {
    // The variables of Amazon's own programs stay, for the default chain.
    const shown = (pid) => readText(`/proc/${pid}/environ`).split('\0').filter((one) => !one.startsWith('AWS_')).join('\n');
    for (const pid of [worker.child.pid, ...worker.executors()]) for (const word of [secrets.apiKey, 'PRIVATE KEY']) assert.ok(!shown(pid).includes(word), word);
    await assertNoSecrets(worker, { keys: {} });
  });

  test('back on the pages, what was set up there is as it was', async () => {
    await worker.stop();
    const later = await Worker.start(place, {}, 'provisioned');
    const { items, config_mode: mode } = await later.get('/api/v1/providers');
    assert.equal(mode, 'ui');
    assert.deepEqual(items.filter((one) => one.has_secret).map((one) => [one.profile.id, one.profile.name]), [['claude-api', 'Earlier'], ['mine', 'Claude API']]);
    await later.stop();
  });
});

describe('set up on pages', () => {
  let worker, remote;
  before(async () => {
    worker = await Worker.start(place, { JCA_OPENAI_COMPATIBLE_MODEL: 'model-of-the-environment' }, 'pages');
    for (const id of ['first', 'second', 'third']) await worker.setProvider(id, 'claude-api', models.url, secrets.apiKey, { model: `model-${id}` });
    await worker.send('PUT', '/api/v1/providers/locked', { kind: 'openai-compatible', endpoint: `${models.url}/v1`, secret: secrets.apiKey });
    remote = place.remote('pages-app', evenProgram);
    await worker.addRepository('plain', remote.path, {});
    await worker.addRepository('choosy', remote.path, { provider: 'second' });
  });

  for (const [scenario, repository, directives, provider, model] of [
    ['by-default', 'plain', {}, 'first', 'model-first'],
    ['by-repository', 'choosy', {}, 'second', 'model-second'],
    ['by-directive', 'choosy', { provider: 'third' }, 'third', 'model-third'],
    ['by-model', 'choosy', { model: 'model-of-the-ticket' }, 'second', 'model-of-the-ticket'],
    ['locked-model', 'choosy', { provider: 'locked', model: 'model-of-the-ticket' }, 'locked', 'model-of-the-ticket'],
  ]) {
    test(`of several of one kind, a ticket gets ${provider} with ${model} (${scenario})`, async () => {
      const run = await assertPublished(worker, remote, await worker.jobEnded(await ask(worker, repository, scenario, directives)));
      assert.deepEqual([run.provider, run.model, (await asked(scenario)).body.model], [provider, model, model]);
      assert.deepEqual(await models.problems(), []);
    });
  }

  test('a field that a variable fixes is not changed by anybody', async () => {
    const answer = await worker.call('PUT', '/api/v1/providers/locked', { kind: 'openai-compatible', endpoint: `${models.url}/v1`, model: 'another' });
    assert.equal(answer.status, 403);
    assert.deepEqual([answer.body.error.details.field, answer.body.error.details.locked_by], ['model', 'JCA_OPENAI_COMPATIBLE_MODEL']);
  });
});

describe('gateway', () => {
  test('an executor elsewhere gets what the gateway knows, and its own variables do not count', async () => {
    const gateway = await Worker.start(place, { JCA_WORKER_ROLE: 'gateway', JCA_PROVIDER_CONFIG_MODE: 'provisioned', JCA_BEDROCK_REGION: 'eu-central-1', JCA_BEDROCK_MODEL_ID: bedrockModel,
      JCA_BEDROCK_ENDPOINT_URL: models.url, AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: secrets.apiKey }, 'gateway');
    const child = place.adopt(spawn(binary, ['serve', '--role', 'executor'], { stdio: 'ignore', env: { ...place.environment, JCA_WORKER_NAME: 'apart', JCA_WORKER_DATA_DIR: place.directory('apart'),
      JCA_WORKER_GATEWAY_URL: gateway.url, JCA_WORKER_CLUSTER_TOKEN: readText(`${gateway.data}/cluster_token`).trim(), JCA_BEDROCK_REGION: 'us-east-1', JCA_BEDROCK_MODEL_ID: 'no such model' } }));
    const remote = place.remote('apart-app', evenProgram);
    await gateway.addRepository('apart', remote.path, {});
    const run = await assertPublished(gateway, remote, await gateway.jobEnded(await gateway.addTicket('apart', 'apart')));
    assert.deepEqual([run.provider, run.model], ['aws-bedrock', bedrockModel]);
    child.kill('SIGTERM');
  });

  test('is refused where no gateway tells anything', async () => {
    const { code, err } = await runBinary(place, ['serve'], { environment: { JCA_PROVIDER_CONFIG_MODE: 'gateway', JCA_WORKER_DATA_DIR: place.directory('refused') } });
    assert.notEqual(code, 0);
    assert.match(err, /provider_config_mode is gateway \(from .*JCA_PROVIDER_CONFIG_MODE.*only an executor.*Choose ui or provisioned/);
  });
});
