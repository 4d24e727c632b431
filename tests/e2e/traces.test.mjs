// Each ended run goes to a collector as one trace, also after the collector was away or the worker was killed.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Collector } from '../servers/otlp.mjs';
import { command, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, secrets, until } from './support.mjs';
import { runBinary, Worker } from './worker.mjs';

const secretWord = 'a-word-of-the-ticket';
const script = { scenarios: Object.fromEntries(['first', 'away', 'killed', 'refused', 'later'].map((name) => [name,
  [{ ...write('3\n'), usage: { input_tokens: 1000, output_tokens: 50, cached_tokens: 400 } }, finish('Three.'), write('6\n'), command(evenCheck), finish('Six.')]])) };

describe('traces of runs', () => {
  const place = new Place('traces');
  let worker, collector, models;
  before(async () => {
    collector = await new Collector().listen();
    place.onClose(() => collector.close());
    const remote = place.remote('app', evenProgram);
    models = await place.models(script);
    worker = await Worker.start(place, { JCA_WORKER_OTLP_URL: collector.url, JCA_WORKER_OTLP_HEADERS: 'x-tenant=one%20two, authorization=Bearer%20collector-token-0123456789' });
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
    await worker.addRepository('app', remote.path, { validation_commands: [evenCheck] });
  });
  after(() => place.close());

  const run = async (scenario) => (await worker.jobEnded(await worker.addTicket('app', scenario, { body: `${secretWord} SCENARIO:${scenario}` }))).run_id;
  const tracesOf = (id) => collector.requests.filter((each) => each.spans.some((span) => span.attributes['mergeloom.run.id'] === id));
  const taken = (id) => until(`the trace of ${id}`, () => tracesOf(id).find((each) => each.status === 200), 60);
  const health = async () => (await worker.get('/api/v1/health')).checks.find((check) => check.name === 'traces');

  test('one trace has the run with its stages, calls, tools and commands under the names of the conventions', async () => {
    const id = await run('first');
    const { spans, problems, headers } = await taken(id);
    assert.deepEqual(problems, []);
    assert.equal(headers['x-tenant'], 'one two');
    assert.equal(headers.authorization, 'Bearer collector-token-0123456789');
    const [root, ...others] = spans.filter((span) => !span.parentSpanId);
    assert.equal(others.length, 0);
    assert.equal(root.resource['service.name'], 'mergeloom-worker');
    assert.deepEqual([root.attributes['mergeloom.outcome'], root.attributes['mergeloom.repository']], ['completed', 'app']);
    assert.match(root.attributes['vcs.ref.head.revision'], /^[0-9a-f]{40}$/);
    assert.ok(new Set(spans.map((span) => span.traceId)).size === 1);

    const events = await worker.events(id);
    const count = (type) => events.filter((event) => event.type === type).length;
    const calls = spans.filter((span) => span.attributes['gen_ai.operation.name'] === 'chat');
    assert.equal(calls.length, count('provider.request'));
    assert.deepEqual([calls[0].name, calls[0].kind, calls[0].attributes['gen_ai.provider.name']], ['chat scripted', 3, 'anthropic']);
    assert.deepEqual(['gen_ai.usage.input_tokens', 'gen_ai.usage.cache_read.input_tokens', 'gen_ai.usage.output_tokens'].map((name) => calls[0].attributes[name]), [1000, 400, 50]);
    assert.ok(Array.isArray(calls[0].attributes['gen_ai.response.finish_reasons']));
    const agents = spans.filter((span) => span.name === 'invoke_agent mergeloom');
    assert.equal(agents.length, 2, 'the implementation and one repair');
    assert.ok(calls.every((call) => agents.some((agent) => agent.spanId === call.parentSpanId)));
    assert.equal(spans.filter((span) => span.name.startsWith('execute_tool ')).length, count('tool.call'));
    const commands = spans.filter((span) => span.name.startsWith('command '));
    assert.equal(commands.length, count('command.started'));
    assert.ok(commands.some((span) => span.status.code === 2 && span.attributes['process.exit.code'] === 1), 'the red validation');
    assert.ok(spans.filter((span) => span.name.startsWith('stage ')).length >= 5);
  });

  test('no text of tickets, models, files or commands is in it', async () => {
    const text = JSON.stringify(collector.requests, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    for (const word of [secretWord, 'check.py', 'value.txt', 'I will write it', secrets.apiKey]) assert.ok(!text.includes(word), word);
  });

  test('a collector that is away gets it when it is back, and health tells', async () => {
    const { port } = collector;
    await collector.close();
    const id = await run('away');
    await until('health tells', async () => (await health()).status === 'warning');
    assert.match((await health()).seen, /does not take traces/);
    await collector.listen(port);
    await taken(id);
    await until('health is good again', async () => (await health()).status === 'ok', 60);
  });

  test('a busy collector is asked again, and kill -9 loses nothing', async () => {
    collector.answers = [503];
    const id = await run('killed');
    await until('it was asked', () => tracesOf(id).length > 0);
    await worker.killGateway();
    collector.answers = [429, 200];
    await worker.start();
    await taken(id);
    const ids = new Set(tracesOf(id).map((each) => each.spans.map((span) => span.spanId).join()));
    assert.equal(ids.size, 1, 'the same ids each time');
  });

  test('what a collector will never take is left behind, and the next goes on', async () => {
    collector.answers = [400, 200];
    const refused = await run('refused');
    await until('it was refused', () => tracesOf(refused).some((each) => each.status === 400));
    const later = await run('later');
    await taken(later);
    assert.equal(tracesOf(refused).length, 1);
    assert.match((await health()).seen, /1 were refused/);
    assert.ok(collector.requests.every((each) => each.problems.length === 0));
  });

  test('nonsense in the settings is named', async () => {
    for (const [settings, words] of [[{ JCA_WORKER_OTLP_URL: 'ftp://collector' }, /otlp_url .* must be an https:\/\/ or http:\/\/ address/],
      [{ JCA_WORKER_OTLP_URL: collector.url, JCA_WORKER_OTLP_HEADERS: 'no equals sign' }, /JCA_WORKER_OTLP_HEADERS holds no list of name=value/]]) {
      const other = await runBinary(place, ['serve'], { environment: { ...worker.environment, JCA_WORKER_DATA_DIR: place.directory('other'), JCA_WORKER_PORT: '0', ...settings } });
      assert.notEqual(other.code, 0);
      assert.match(other.err, words);
    }
  });
});
