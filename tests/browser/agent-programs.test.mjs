// The self-test of the real agent programs, from the page of their provider, through the model proxy: what works, and what goes wrong.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { agents, noPrograms, programs } from '../e2e/sign-in.mjs';
import { Browser } from './browser.mjs';
import { FormPage } from './form-page.mjs';
import { Stage } from './worker.mjs';

const command = (line) => ({ tools: [{ name: 'run_command', input: { command: line } }] });
const working = { default: [command('cat note.txt'), command("sed -i 's/state: old/state: new/' note.txt"), { tools: [{ name: 'finish', input: { word: '{{word}}' } }] }, { text: 'Done.' }] };
const unknownModel = { default: [{ status: 404, error: { message: 'The model `no-such-model` does not exist or you do not have access to it.' }, repeat: 'forever' }] };
const slow = { default: [{ text: 'I think', delay_ms: 60_000 }] };

describe('agent programs on their page', { skip: noPrograms, concurrency: false }, () => {
  let stage, browser, page, form;
  const servers = [];
  const models = async (script) => {
    servers.push(await stage.agentModels(script));
    return servers.at(-1);
  };
  before(async () => {
    stage = await Stage.set();
    browser = await Browser.open();
    page = browser.page;
    form = new FormPage(browser);
    await page.goto(stage.link);
  });
  after(async () => {
    await browser?.close();
    for (const server of servers) await server.stop();
    await stage?.clear();
  });

  async function open(agent, endpoint, others = {}) {
    for (const { profile } of (await stage.api('GET', '/providers')).items) await stage.api('DELETE', `/providers/${profile.id}`);
    await page.goto(`${stage.url}/providers?add=${agent.kind}`);
    await page.locator('.form').waitFor();
    await form.fillAsked({ api_key: 'k-1', model: 'scripted', program: join(programs, agent.program), endpoint: endpoint + agent.base, ...others });
  }

  for (const agent of agents) {
    describe(agent.kind, () => {
      test('what is right works, step by step', async () => {
        await open(agent, (await models(working)).url);
        await form.tells(/Read note\.txt/);
        await browser.looksRight(`${agent.kind}-works`);
      });

      for (const [name, values, script, words] of [
        ['wrong-key', { api_key: 'not-the-key' }, working, /refused the credential.*Check the key/],
        ['wrong-model', { model: 'no-such-model' }, unknownModel, /no-such-model.*Check model/],
        ['no-network', { endpoint: 'http://127.0.0.1:9' }, working, /127\.0\.0\.1 cannot be reached: Connection refused.*Check the network/],
      ]) {
        test(`${name} is told in the form`, async () => {
          await open(agent, (await models(script)).url, values);
          await form.tells(words);
          await browser.looksRight(`${agent.kind}-${name}`);
        });
      }

      test('a service that stops in the middle of the test is told', async () => {
        const own = await models(slow);
        await open(agent, own.url);
        await form.starts();
        await own.isAsked();
        await own.stop();
        await form.says(/(hung up before its answer was complete|cannot be reached).*Check the network/);
        await browser.looksRight(`${agent.kind}-service-stops`);
      });

      test('a worker that is killed in the middle is told, and the form goes on when it is back', async () => {
        const own = await models(slow);
        await open(agent, own.url);
        await form.starts();
        await own.isAsked();
        await stage.kill();
        await form.says(/connection to the worker was lost.*try again/);
        await browser.looksRight(`${agent.kind}-worker-killed`);
        await stage.start();
        await form.fill({ endpoint: (await models(working)).url + agent.base });
        await form.tells(/Read note\.txt/);
      });

      test('nonsense in any field is told or taken, and breaks nothing', async () => {
        await open(agent, (await models(working)).url);
        for (const name of ['api_key', 'model', 'program', 'endpoint']) {
          const before = name === 'api_key' ? 'k-1' : await form.field(name).inputValue();
          await form.fill({ [name]: '%00 \\ "§$%&" <b>x</b>' });
          const said = await form.outcome();
          assert.match(said, /\S/, name);
          assert.doesNotMatch(said, /^internal|undefined|\[object/i, name);
          await form.fill({ [name]: before });
        }
        assert.deepEqual(await browser.faults(`${agent.kind} with nonsense`), []);
      });
    });
  }

  test('the browser had nothing to complain of but what was refused on purpose', () => assert.deepEqual(browser.taken(/status of 4\d\d|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/), []));
});
