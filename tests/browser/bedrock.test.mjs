// The form of AWS Bedrock asks for what its way to sign in needs and nothing else, and its test says what is wrong, where it can be mended.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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
  await page.goto(`${stage.url}/providers?add=aws-bedrock`);
  await page.locator('select[name=auth_method]').waitFor();
});
after(async () => {
  await browser?.close();
  await stage?.clear();
});

const field = (name) => form.field(name);
const names = () => form.names();
const asked = async () => (await names()).filter((name) => /key|profile|auth|region|endpoint|family/.test(name));
const looksRight = (name) => form.looksRight(name);
const tells = (words) => form.tells(words);

test('the form asks for what a choice needs, and for nothing else', async () => {
  const always = ['region', 'endpoint', 'model_family'];
  assert.deepEqual(await asked(), ['auth_method', 'access_key_id', 'api_key', ...always]);
  assert.equal(await field('api_key').getAttribute('type'), 'password');
  await looksRight('bedrock-keys');
  await field('auth_method').selectOption('profile');
  assert.deepEqual(await asked(), ['auth_method', 'aws_profile', ...always]);
  await field('auth_method').selectOption('default_chain');
  assert.deepEqual(await asked(), ['auth_method', ...always]);
  await looksRight('bedrock-chain');
});

test('keys that are right work', async () => {
  await field('auth_method').selectOption('static_keys');
  for (const [name, value] of Object.entries({
    access_key_id: 'AKIAIOSFODNN7EXAMPLE', api_key: 'k-1', region: 'eu-central-1',
    model: 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0', endpoint: stage.modelsUrl,
  })) await field(name).fill(value);
  await stage.say({ default: [{ tools: [{ name: 'read_file', input: { path: 'note.txt' } }] }, { tools: [{ name: 'finish', input: { word: 'unknown' } }] }] });
  await tells(/Read note\.txt/);
  assert.deepEqual(await stage.problems(), []);
});

for (const [name, values, words] of [
  ['no-key-id', { access_key_id: 'short' }, /"short" is none/],
  ['wrong-key', { access_key_id: 'AKIAIOSFODNN7EXAMPLE', api_key: 'another-key' }, /signature we calculated does not match.*Check the key/],
  ['unknown-key-id', { access_key_id: 'AKIAUNKNOWNEXAMPLE' }, /security token included in the request is invalid.*Check the key/],
  ['ended-keys', { access_key_id: 'AKIAIOSFODNN7EXAMPLE', api_key: 'k-1 expired-token' }, /security token included in the request is expired/],
  ['no-region', { api_key: 'k-1', region: 'Frankfurt' }, /"Frankfurt", which is none/], ['wrong-region', { region: 'us-east-1' }, /scoped to a valid region/],
  ['wrong-model', { region: 'eu-central-1', model: 'no such model' }, /model identifier is invalid/],
  ['no-network', { model: 'anthropic.claude-sonnet-4-5-20250929-v1:0', endpoint: 'http://127.0.0.1:9' }, /127\.0\.0\.1.*(network|endpoint)/],
]) {
  test(`${name} is told in the form`, async () => {
    for (const [one, value] of Object.entries(values)) await field(one).fill(value);
    await tells(words);
    if (name === 'wrong-key') await looksRight(`bedrock-${name}`);
  });
}

test('the browser had nothing to complain of', () => assert.deepEqual(browser.taken(), []));
