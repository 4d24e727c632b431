// The form of each kind of provider asks for what its choices need and nothing else, and its test says what is wrong, where it can
// be mended: wrong keys, regions and models, no network, nonsense, services and workers that stop.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser } from './browser.mjs';
import { FormPage } from './form-page.mjs';
import { cases, working } from './provider-cases.mjs';
import { Stage } from './worker.mjs';

const stage = await Stage.set();
const account = await (await fetch(`${stage.modelsUrl}/_google/file/service_account`)).text();
let browser, page, form;
before(async () => {
  browser = await Browser.open();
  page = browser.page;
  form = new FormPage(browser);
  await page.goto(stage.link);
});
after(async () => {
  await browser?.close();
  await stage.clear();
});

/** The form of a new provider, the only one, with these values: `right` as far as the others leave a field for them. */
async function open(kind, right = {}, others = {}) {
  for (const { profile } of (await stage.api('GET', '/providers')).items) await stage.api('DELETE', `/providers/${profile.id}`);
  await page.goto(`${stage.url}/providers?add=${kind}`);
  await page.locator('.form').waitFor();
  await form.fillAsked({ ...right, ...others });
}

for (const { kind, about, asks = [], right, elsewhere = {}, says = /Read note\.txt/, wrong } of cases(stage.modelsUrl, account)) {
  describe(kind, () => {
    test('the form asks for what its choices need, and for nothing else', async () => {
      await open(kind);
      await browser.looksRight(kind);
      for (const [choices, fields] of asks) {
        await form.fill(choices);
        if (fields) assert.deepEqual((await form.names()).filter((name) => about.test(name)), fields, JSON.stringify(choices));
      }
      const shown = await page.locator('.form input[type=text]').evaluateAll((fields) => fields.map((one) => one.name));
      assert.deepEqual(shown.filter((name) => /^(api_key|access_token|bearer_token|client_secret|service_account_json)$/.test(name)), [], 'a secret can be read');
    });

    if (right) {
      test('what is right works', async () => {
        await stage.say(working);
        await open(kind, right);
        await form.tells(says);
        assert.deepEqual(await stage.problems(), []);
      });
    }

    for (const [name, values, words, script] of wrong) {
      test(`${name} is told in the form`, async () => {
        await stage.say(script ?? working);
        await open(kind, right, values);
        await form.tells(words);
        if (name === wrong[0][0]) await browser.looksRight(`${kind}-${name}`);
      });
    }

    test('nonsense in any field is told or taken, and breaks nothing', async () => {
      await open(kind, right);
      const names = (await page.locator('.form input:not([type=checkbox])').evaluateAll((fields) => fields.map((one) => one.name))).filter((one) => one !== 'name');
      for (const name of names) {
        await stage.say(working);
        await form.fill({ [name]: '%00 \\ "§$%&" <b>x</b>' });
        assert.match(await form.outcome(), /\S/, name);
        await form.fill({ [name]: right?.[name] ?? '' });
      }
      await form.fill(Object.fromEntries(names.map((name) => [name, name === 'endpoint' ? `http://127.0.0.1:9/${'x'.repeat(3000)}` : 'x'.repeat(3000)])));
      assert.match(await form.outcome(), /\S/);
      assert.deepEqual(await browser.faults(`${kind} with nonsense`), []);
      await fetch(`${stage.modelsUrl}/_reset`, { method: 'POST' });
    });

    if (right?.endpoint) {
      test('a service that stops in the middle of the test is told', async () => {
        const own = await stage.otherModels();
        await fetch(`${own.url}/_script`, { method: 'POST', body: JSON.stringify({ default: [{ text: 'I think', delay_ms: 60_000 }] }) });
        await open(kind, right, { endpoint: right.endpoint.replace(stage.modelsUrl, own.url), ...(right.authority && { authority: own.url }), ...elsewhere });
        await form.starts();
        await own.isAsked();
        await own.stop();
        await form.says(/(hung up before its answer was complete|cannot be reached).*Check the network/);
      });
    }
  });
}

describe('a worker that is killed', () => {
  test('in the middle of a test is told, and the form goes on when it is back', async () => {
    await stage.say({ default: [{ text: 'I think', delay_ms: 60_000 }] });
    await open('claude-api', { api_key: 'k-1', model: 'scripted', endpoint: stage.modelsUrl });
    await form.starts();
    await page.getByText('Asking the model').waitFor();
    await stage.kill();
    await form.says(/connection to the worker was lost.*try again/);
    await browser.looksRight('worker-killed');
    await stage.say(working);
    await stage.start();
    await form.tells(/Read note\.txt/);
  });
});

test('a saved key need not be typed again', async () => {
  await open('claude-api', { api_key: 'not-the-key', model: 'scripted', endpoint: stage.modelsUrl });
  await form.tells(/refused the credential/);
  assert.equal(await form.field('api_key').getAttribute('placeholder'), 'kept; type to replace it');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('.provider-card').getByText(/refused the credential.*Check the key/).waitFor();
  await browser.looksRight('card-failing');
});

test('providers of the environment are shown as such, and can be looked at and tested', async () => {
  await stage.stop();
  stage.settings = { JCA_PROVIDER_CONFIG_MODE: 'provisioned', JCA_ANTHROPIC_API_KEY: 'k-1', JCA_ANTHROPIC_BASE_URL: stage.modelsUrl, JCA_ANTHROPIC_MODEL: 'scripted' };
  await stage.start();
  await page.goto(`${stage.url}/providers`);
  const card = page.locator('.provider-card').filter({ hasText: 'key from JCA_ANTHROPIC_API_KEY' }).filter({ has: page.getByText('Ready') });
  await card.waitFor();
  await page.getByText('come from the environment of this worker').waitFor();
  assert.equal(await page.getByText('Add a provider').count(), 0);
  await browser.looksRight('provisioned');
  await stage.say(working);
  await card.getByRole('button', { name: 'Test' }).click();
  await card.getByText(/Read note\.txt|Read a file/).first().waitFor();
  await card.getByRole('link', { name: 'Look' }).click();
  await page.getByText('Set by JCA_ANTHROPIC_MODEL in the environment').waitFor();
  assert.equal(await form.field('model').inputValue(), 'scripted');
  assert.equal(await form.field('endpoint').getAttribute('readonly'), '');
  assert.equal(await page.getByRole('button', { name: /^(Save|Remove)/ }).count(), 0);
  await browser.looksRight('provisioned-form');
});

test('the browser had nothing to complain of but what was refused on purpose', () => assert.deepEqual(browser.taken(/status of 4\d\d|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/), []));
