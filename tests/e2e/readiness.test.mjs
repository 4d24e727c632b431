// What the worker finds out about a provider before any run: whether the service takes the credential, where, and what it offers.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { after, before, describe, test } from 'node:test';
import { freePort } from '../servers/lifecycle.mjs';
import { assertNoSecrets } from './flow.mjs';
import { Place, secrets, until } from './support.mjs';
import { Worker } from './worker.mjs';

const place = new Place('readiness');
const keyId = 'AKIAIOSFODNN7EXAMPLE';
const profileId = 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0';
let worker, models, account, number = 0;

before(async () => {
  models = await place.models({});
  account = await (await fetch(`${models.url}/_google/file/service_account`)).json();
  worker = await Worker.start(place, { AWS_EC2_METADATA_DISABLED: 'true', AWS_ENDPOINT_URL: models.url });
});
after(() => place.close());

/** A right profile of each kind, but for the address. */
const right = {
  'claude-api': () => ({ secret: secrets.apiKey }),
  'codex-api': () => ({ secret: secrets.apiKey }),
  'openai-compatible': () => ({ secret: secrets.apiKey, model: 'scripted' }),
  'vertex-ai': () => ({ secret: JSON.stringify(account), model: 'gemini-2.5-pro', options: { auth_method: 'service_account_json', location: 'europe-west4' } }),
  'aws-bedrock': () => ({ secret: secrets.apiKey, model: profileId, options: { access_key_id: keyId, region: 'eu-central-1' } }),
  'azure-foundry': () => ({ secret: secrets.apiKey, model: 'scripted' }),
};
const pathOf = (kind) => (['codex-api', 'openai-compatible'].includes(kind) ? '/v1' : '');

async function seen(kind, more = {}) {
  number += 1;
  const made = right[kind]();
  const id = `p${number}`;
  await worker.send('PUT', `/api/v1/providers/${id}`, { kind, ...made, ...more, options: { ...made.options, ...more.options } });
  return until(`${id} was looked at`, async () => {
    const view = (await worker.get('/api/v1/providers')).items.find((one) => one.profile.id === id);
    return view.state !== 'checking' && view;
  }, 40);
}
const isReady = (view, offered) => assert.deepEqual([view.state, view.detail, view.models ?? []], ['ready', '', offered]);
const isFailing = (view, words) => {
  assert.equal(view.state, 'failing', JSON.stringify(view));
  assert.match(view.detail, words);
};

for (const kind of Object.keys(right)) {
  describe(kind, () => {
    test('a right credential is ready, and the list is that of the service', async () => {
      const lists = { 'claude-api': ['scripted'], 'codex-api': ['scripted'], 'openai-compatible': ['scripted'] };
      isReady(await seen(kind, { endpoint: models.url + pathOf(kind) }), lists[kind] ?? []);
      assert.deepEqual(await models.problems(), []);
    });

    test('a wrong credential is told', async () => {
      const options = kind === 'vertex-ai' ? { auth_method: 'access_token', project: 'my-project' } : {};
      isFailing(await seen(kind, { endpoint: models.url + pathOf(kind), secret: 'not-the-key', options }), /refused the credential \(HTTP 40[13]\).*Check the key/);
    });

    test('a closed port is told', async () => {
      isFailing(await seen(kind, { endpoint: `http://127.0.0.1:${await freePort()}` }), /127\.0\.0\.1 cannot be reached: Connection refused\. Check the network/);
    });

    test('a name that nobody has is told', async () => {
      isFailing(await seen(kind, { endpoint: 'https://no-such-service.invalid' }), /no-such-service\.invalid cannot be reached: Host not found\. Check the network/);
    });

    test('a certificate that nobody vouches for is told', async () => {
      const folder = place.directory(`tls-${kind}`);
      execFileSync('openssl', ['req', '-x509', '-nodes', '-batch', '-days', '2', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-subj', '/CN=127.0.0.1',
        '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', `${folder}/key.pem`, '-out', `${folder}/certificate.pem`], { stdio: 'ignore' });
      const server = createServer({ key: readFileSync(`${folder}/key.pem`), cert: readFileSync(`${folder}/certificate.pem`) });
      await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
      isFailing(await seen(kind, { endpoint: `https://127.0.0.1:${server.address().port}` }), /cannot be reached: The certificate is self-signed, and untrusted \(set SSL_CERT_FILE/);
      await new Promise((resolve) => { server.close(resolve); });
    });
  });
}

describe('AWS Bedrock', () => {
  const offered = ['amazon.nova-pro-v1:0', 'anthropic.claude-3-haiku-20240307-v1:0', 'eu.amazon.nova-lite-v1:0', profileId];

  test('models and inference profiles of the region are offered', async () => isReady(await seen('aws-bedrock'), offered));

  test('a model that is in neither list is named', async () => {
    const view = await seen('aws-bedrock', { model: 'amazon.nova-premier-v9:0' });
    assert.deepEqual([view.state, view.models], ['ready', offered]);
    assert.match(view.detail, /does not list the model "amazon\.nova-premier-v9:0"/);
  });

  test('what an ARN names is looked for in no list', async () => isReady(await seen('aws-bedrock', { model: 'arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc' }), []));

  for (const [name, access_key_id] of [['may see no list', 'AKIAMODELSONLYEXAMPLE'], ['may be told nothing', 'AKIADENIEDEXAMPLE']]) {
    test(`keys whose owner ${name} are ready`, async () => isReady(await seen('aws-bedrock', { options: { access_key_id } }), []));
  }

  for (const [name, more, words] of [
    ['an access key id that nobody has', { options: { access_key_id: 'AKIAUNKNOWNEXAMPLE' } }, /security token included in the request is invalid.*Check the key/],
    ['keys that have ended', { secret: `${secrets.apiKey} expired-token` }, /security token included in the request is expired.*Check the key/],
    ['another region', { options: { region: 'us-east-1' } }, /another region than the request is signed for.*Check region and endpoint/],
    ['a chain that finds no keys', { secret: '', options: { auth_method: 'default_chain' } }, /default chain gave no keys\. Tried: /],
  ]) test(`${name} is told`, async () => isFailing(await seen('aws-bedrock', more), words));

  test('a service whose clock differs from ours is asked again by its clock', async () => isReady(await seen('aws-bedrock', { options: { access_key_id: 'AKIASKEWEDEXAMPLE' } }), offered));
});

describe('Vertex AI', () => {
  const at = (more = {}) => seen('vertex-ai', { endpoint: models.url, ...more });
  const claude = { publisher: 'anthropic' };

  for (const [name, more, words] of [
    ['a location that is none', { options: { location: 'nowhere1' } }, /HTTP 404.*nowhere1.*location/],
    ['a model that is none', { model: 'no-such-model' }, /HTTP 404.*no-such-model.*Check model/],
    ['a project of others', { options: { project: 'other-project' } }, /HTTP 403.*aiplatform\.endpoints\.predict.*project/],
    ['a model of Claude that is none', { model: 'no-such-model', options: claude }, /HTTP 404.*no-such-model.*Check model/],
  ]) test(`${name} is told`, async () => isFailing(await at(more), words));

  test('Claude is ready, also where its tokens are not counted', async () => {
    for (const location of ['europe-west1', 'asia-south1']) isReady(await at({ model: 'claude-sonnet-4-5@20250929', options: { ...claude, location } }), []);
  });

  test('an endpoint of its own is ready', async () => {
    const endpoint = `${models.url}/v1/projects/my-project/locations/us-central1/endpoints/1234567890`;
    isReady(await seen('vertex-ai', { endpoint, options: { endpoint_mode: 'raw-endpoint' } }), []);
    isReady(await seen('vertex-ai', { endpoint: `${endpoint}:rawPredict`, options: { ...claude, endpoint_mode: 'raw-endpoint' } }), []);
  });
});

test('every question was one that the service knows, and no secret is shown', async () => {
  assert.deepEqual(await models.problems(), []);
  await assertNoSecrets(worker);
  assert.ok(!worker.answers.some((text) => text.includes('PRIVATE KEY') || text.includes('ya29.test')));
});
