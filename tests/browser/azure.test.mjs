// The forms of Azure AI Foundry and the OpenAI API ask for what their choices need and nothing else, and their tests say what is
// wrong, where it can be mended.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { known } from '../servers/azure.mjs';
import { Browser } from './browser.mjs';
import { FormPage } from './form-page.mjs';
import { Stage } from './worker.mjs';

let stage, browser, page, form;
before(async () => {
  stage = await Stage.set();
  browser = await Browser.open();
  page = browser.page;
  form = new FormPage(browser);
  await page.goto(stage.link);
});
after(async () => {
  await browser?.close();
  await stage?.clear();
});

const field = (name) => form.field(name);
const names = () => form.names();
const asked = async () => (await names()).filter((name) => /key|secret|token$|tenant|client|file|authority|scope/.test(name));
const looksRight = (name) => form.looksRight(name);
const tells = (words) => form.tells(words);

test('the form asks for what each way to a credential needs, and for nothing else', async () => {
  await page.goto(`${stage.url}/providers?add=azure-foundry`);
  await field('auth_method').waitFor();
  for (const [method, fields] of [
    ['api_key', ['api_key']], ['client_secret', ['client_secret', 'tenant_id', 'client_id', 'authority', 'token_scope']],
    ['managed_identity', ['client_id', 'token_scope']], ['bearer_token', ['bearer_token']],
    ['workload_identity', ['tenant_id', 'client_id', 'federated_token_file', 'authority', 'token_scope']],
  ]) {
    await field('auth_method').selectOption(method);
    assert.deepEqual(await asked(), fields, method);
    if (['api_key', 'workload_identity'].includes(method)) await looksRight(`azure-${method}`);
  }
});

test('a client secret that is wrong is told, and one that is right works', async () => {
  await field('auth_method').selectOption('client_secret');
  assert.equal(await field('client_secret').getAttribute('type'), 'password');
  for (const [name, value] of Object.entries({ endpoint: stage.modelsUrl, model: 'scripted', tenant_id: known.tenant, client_id: known.client,
    authority: stage.modelsUrl, client_secret: 'not the secret' })) await field(name).fill(value);
  await tells(/AADSTS7000215.*value of the secret, not its id/);
  await looksRight('azure-wrong-secret');
  await stage.say({ default: [{ tools: [{ name: 'read_file', input: { path: 'note.txt' } }] }, { tools: [{ name: 'finish', input: { word: 'unknown' } }] }] });
  await field('client_secret').fill(known.secret);
  await tells(/Read note\.txt/);
  assert.deepEqual(await stage.problems(), []);
});

for (const [name, values, words] of [
  ['wrong-tenant', { tenant_id: 'elsewhere' }, /AADSTS90002.*check the tenant id/], ['wrong-deployment', { tenant_id: known.tenant, model: 'nowhere' }, /deployment for this resource does not exist.*Check model/],
  ['wrong-address', { model: 'scripted', endpoint: 'https://n.openai.azure.com/somewhere' }, /n\.openai\.azure\.com\/somewhere/],
  ['no-network', { endpoint: 'http://127.0.0.1:9' }, /127\.0\.0\.1.*(network|endpoint)/],
]) {
  test(`${name} is told in the form`, async () => {
    for (const [one, value] of Object.entries(values)) await field(one).fill(value);
    await tells(words);
    await looksRight(`azure-${name}`);
  });
}

test('a wrong key of the OpenAI API is told in its form', async () => {
  await page.goto(`${stage.url}/providers?add=codex-api`);
  await field('reasoning_effort').waitFor();
  await field('endpoint').fill(`${stage.modelsUrl}/v1`);
  await field('api_key').fill('not-the-key');
  await tells(/refused the credential.*Check the key/);
  await looksRight('openai-wrong-key');
});

test('the browser had nothing to complain of', () => assert.deepEqual(browser.taken(), []));
