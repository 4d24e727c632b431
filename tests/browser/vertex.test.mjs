// The form of Vertex AI asks for what its choices need and nothing else, and its test says what is wrong, where it can be mended.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from './browser.mjs';
import { FormPage } from './form-page.mjs';
import { Stage } from './worker.mjs';

let stage, browser, page, form, account;
before(async () => {
  stage = await Stage.set();
  account = await (await fetch(`${stage.modelsUrl}/_google/file/service_account`)).text();
  browser = await Browser.open();
  page = browser.page;
  form = new FormPage(browser);
  await page.goto(stage.link);
  await page.goto(`${stage.url}/providers?add=vertex-ai`);
  await page.locator('select[name=auth_method]').waitFor();
});
after(async () => {
  await browser?.close();
  await stage?.clear();
});

const field = (name) => form.field(name);
const names = () => form.names();
const looksRight = (name) => form.looksRight(name);
const tells = (words) => form.tells(words);

test('the form asks for what a choice needs, and for nothing else', async () => {
  assert.deepEqual((await names()).filter((name) => /account|token$|file|project|location|endpoint|thoughts/.test(name)),
    ['credentials_file', 'endpoint_mode', 'project', 'location', 'endpoint', 'thoughts']);
  await looksRight('vertex-adc');
  await field('auth_method').selectOption('service_account_json');
  await field('endpoint_mode').selectOption('raw-endpoint');
  await field('publisher').selectOption('anthropic');
  assert.deepEqual((await names()).filter((name) => /account|token$|file|project|location|endpoint|thoughts/.test(name)),
    ['service_account_json', 'endpoint_mode', 'endpoint']);
  assert.equal(await field('service_account_json').getAttribute('type'), 'password');
  await looksRight('vertex-raw');
});

test('a key that is none is told, and one that is right works', async () => {
  await field('endpoint_mode').selectOption('structured');
  await field('publisher').selectOption('google');
  await field('endpoint').fill(stage.modelsUrl);
  await field('service_account_json').fill('{"type": "service_account"}');
  await tells(/"client_email" is missing/);
  await looksRight('vertex-bad-key');
  await stage.say({ default: [{ tools: [{ name: 'read_file', input: { path: 'note.txt' } }] }, { tools: [{ name: 'finish', input: { word: 'unknown' } }] }] });
  await field('service_account_json').fill(account);
  await tells(/Read note\.txt/);
  assert.deepEqual(await stage.problems(), []);
});

for (const [name, values, words] of [
  ['wrong-location', { location: 'nowhere1' }, /nowhere1.*location/], ['wrong-model', { location: 'global', model: 'no-such-model' }, /no-such-model.*Check model/],
  ['no-project', { model: 'gemini-2.5-pro', project: 'other-project' }, /aiplatform\.endpoints\.predict.*project/],
  ['no-network', { project: '', endpoint: 'http://127.0.0.1:9' }, /127\.0\.0\.1.*(network|endpoint)/],
]) {
  test(`${name} is told in the form`, async () => {
    for (const [one, value] of Object.entries(values)) await field(one).fill(value);
    await tells(words);
    await looksRight(`vertex-${name}`);
  });
}

test('the browser had nothing to complain of', () => assert.deepEqual(browser.taken(), []));
