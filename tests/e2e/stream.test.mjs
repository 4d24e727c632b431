// One stream of facts: what is in the journal is what is stored, and what is stored is what every reader gets.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertPublished, assertSameFacts, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, secrets, until } from './support.mjs';
import { Worker } from './worker.mjs';

const place = new Place('stream');
const script = {
  scenarios: {
    plain: [{ ...write('4\n'), text: 'Grüße 📐 — I will write it, and I say so at some length. '.repeat(8) }, finish('Four.')],
    live: [{ ...write('3\n'), drip_ms: 5 }, finish(), { ...write('6\n'), drip_ms: 5 }, finish('Six.')],
    first: [{ ...write('4\n'), delay_ms: 500 }, finish('First.')], second: [write('6\n'), finish('Second.')],
    left: [{ ...write('8\n'), after_events: 2, silence_ms: 600000 }], right: [{ ...write('8\n'), after_events: 2, silence_ms: 600000 }],
  },
};
let worker, models, remote, run;

/** Reads a stream of server-sent events until `done(messages)`; each message is {id, data}, as text. */
async function readStream(path, done, headers = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new Error(`the stream ${path} did not come to its end; got ${messages.length}`)), 30000);
  const messages = [];
  try {
    const answer = await fetch(worker.url + path, { headers: { authorization: `Bearer ${worker.token}`, ...headers }, signal: stop.signal });
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type'), /^text\/event-stream/);
    let rest = '';
    for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + piece).split('\n\n');
      rest = blocks.pop();
      for (const block of blocks) {
        const [, id, data] = /^id: (\d+)\ndata: (.*)$/s.exec(block) ?? [];
        if (id) messages.push({ id: Number(id), data });
        if (id && done(messages)) return messages;
      }
    }
    throw new Error('the stream ended');
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

const isEnd = (messages) => messages.at(-1).data.includes('"type":"run.finished"');
const lineOf = (data) => data.slice(data.indexOf('"event":') + 8, -1);

describe('one stream of facts', () => {
  before(async () => {
    remote = place.remote('app', evenProgram);
    models = await place.models(script);
    worker = await Worker.start(place, { JCA_WORKER_COUNT: '2' });
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
    await worker.addRepository('app', remote.path, { validation_commands: [evenCheck] });
    await worker.addRepository('other', place.remote('other', evenProgram).path, { validation_commands: [evenCheck] });
    const job = await worker.jobEnded(await worker.addTicket('app', 'plain'));
    run = (await assertPublished(worker, remote, job)).id;
  });
  after(() => place.close());

  test('the stream of a run gives the lines of its journal, byte for byte', async () => {
    const lines = await assertSameFacts(worker, run);
    const messages = await readStream(`/api/v1/runs/${run}/stream`, isEnd);
    assert.deepEqual(messages.map((message) => message.id), lines.map((_, index) => index + 1));
    assert.deepEqual(messages.map((message) => lineOf(message.data)), lines);
  });

  test('a stream that is resumed at any event has no gap and no double', async () => {
    const lines = await assertSameFacts(worker, run);
    for (let after = 0; after < lines.length; after += 1) {
      const byHeader = after % 2 === 1; // what a browser sends goes before what the address says
      const path = `/api/v1/runs/${run}/stream?after=${byHeader ? 0 : after}`;
      const messages = await readStream(path, isEnd, byHeader ? { 'last-event-id': String(after) } : {});
      assert.deepEqual(messages.map((message) => lineOf(message.data)), lines.slice(after), `after ${after}`);
    }
  });

  test('a reader that is cut off again and again during a run gets all of it once', async () => {
    const job = await worker.addTicket('app', 'live');
    const id = await until('the job has a run', async () => (await worker.job(job.id)).run_id);
    await until('the run is known', async () => (await worker.call('GET', `/api/v1/runs/${id}/stream?after=0`, undefined, { 'last-event-id': 'x' })).status === 400);
    const got = [];
    for (let cuts = 0; got.length === 0 || !isEnd(got); cuts += 1) {
      got.push(...await readStream(`/api/v1/runs/${id}/stream?after=${got.length}`, (messages) => messages.length > cuts % 7 || isEnd(messages)));
    }
    await worker.jobEnded(job);
    assert.deepEqual(got.map((message) => lineOf(message.data)), await assertSameFacts(worker, id));
  });

  test('the stream of everything and its pages hold the same events in the same order', async () => {
    const entries = await worker.entries();
    assert.deepEqual(entries.map((entry) => entry.id), [...entries].map((entry) => entry.id).sort((a, b) => a - b));
    const messages = await readStream('/api/v1/stream?after=0', (seen) => seen.at(-1).id === entries.at(-1).id);
    assert.deepEqual(messages.map((message) => JSON.parse(message.data)), entries);
    for (const id of new Set(entries.map((entry) => entry.run_id))) {
      const seqs = entries.filter((entry) => entry.run_id === id).map((entry) => entry.event.seq);
      assert.deepEqual(seqs, seqs.map((_, index) => index + 1), `stream "${id}"`);
    }
  });

  test('a stream of an unknown run is 404, and one without a token 401', async () => {
    assert.equal((await worker.call('GET', '/api/v1/runs/01ARZ3NDEKTSV4RRFFQ69G5FAV/stream')).status, 404);
    assert.equal((await worker.call('GET', `/api/v1/runs/${run}/stream`, undefined, { authorization: 'Bearer wrong' })).status, 401);
  });

  test('two executors work on two repositories at once', async () => {
    const jobs = [await worker.addTicket('app', 'left'), await worker.addTicket('other', 'right')];
    for (const job of jobs) await worker.event(job, (event) => event.type === 'provider.request');
    const workers = await Promise.all(jobs.map(async (job) => (await worker.job(job.id)).worker));
    assert.notEqual(workers[0], workers[1]);
    for (const job of jobs) await worker.cancel(job);
    for (const job of jobs) assert.equal((await worker.jobEnded(job)).state, 'cancelled');
  });

  test('one repository has one run at a time, and the jobs keep their order', async () => {
    const jobs = [await worker.addTicket('app', 'first'), await worker.addTicket('app', 'second')];
    const runs = [];
    for (const job of jobs) {
      const events = await worker.events((await worker.jobEnded(job)).run_id);
      runs.push({ from: events[0].ts, to: events.at(-1).ts });
    }
    assert.ok(runs[0].to <= runs[1].from, JSON.stringify(runs));
    assert.deepEqual(await models.problems(), []);
  });
});
