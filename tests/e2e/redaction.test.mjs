// A known secret that model and commands repeat, in every usual spelling and in pieces, leaves the worker nowhere.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { assertPublished, command, evenCheck, evenProgram, finish, write } from './flow.mjs';
import { Place, secrets, until } from './support.mjs';
import { Worker } from './worker.mjs';

const place = new Place('redaction');
const password = `e2e "p@ss"/wörd+it's&100%\\now`;
const token = 'ghp_' + '16C7e42F292c6912E7710c838347Ae178B4a'; // nobody told the worker about it

const bytes = (text) => [...Buffer.from(text)];
const hex = (byte) => byte.toString(16).padStart(2, '0');
const utf16 = (text) => [...Array(text.length).keys()].map((at) => '\\u' + text.charCodeAt(at).toString(16).padStart(4, '0')).join('');
const shifted = (text, lead) => Buffer.concat([Buffer.alloc(lead, 97), Buffer.from(text)]).toString('base64');
const inner = (text) => JSON.stringify(text).slice(1, -1);

/** Name → how a secret looks in it. */
const spellings = (text) => ({
  plain: text, json: inner(text), 'json in json': inner(inner(text)), 'json slashes': inner(text).replaceAll('/', '\\/'), utf16: utf16(text),
  url: encodeURIComponent(text), 'url, small': encodeURIComponent(text).replace(/%../g, (escape) => escape.toLowerCase()),
  'url, all': bytes(text).map((byte) => '%' + hex(byte)).join(''), shell: text.replaceAll("'", `'\\''`),
  'dollar quotes': bytes(text).map((byte) => '\\x' + hex(byte)).join(''), hex: Buffer.from(text).toString('hex'),
  'HEX': Buffer.from(text).toString('hex').toUpperCase(), 'base64, 0': shifted(text, 0), 'base64, 1': shifted(text, 1), 'base64, 2': shifted(text, 2),
  base64url: Buffer.from(text).toString('base64url'),
});
const all = [...Object.entries(spellings(password)), ...Object.entries(spellings(secrets.apiKey)).map(([name, text]) => [`key, ${name}`, text]), ['token', token]];
const told = all.map(([name, text]) => `<${name}> ${text} </${name}>`).join('\n');
const program = `import sys, time
text = sys.stdin.read() if len(sys.argv) > 1 else open('told.txt').read()
for at in range(0, len(text), 7):
    print(text[at:at + 7], end='', flush=True)
    print(text[at:at + 7], end='', flush=True, file=sys.stderr)
    time.sleep(0.001)
`;

function* filesOf(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesOf(path);
    else if (entry.isFile()) yield path;
  }
}

/** What a text must not hold, in the text itself and one layer of JSON further in. */
function assertClean(what, text) {
  // The first and last letters of base64 also depend on what stands beside the secret.
  const kept = all.map(([name, form]) => [name, /base64/.test(name) ? form.slice(4, -4) : form]);
  for (const [name, secret] of kept) for (const form of new Set([secret, inner(secret)]))
    assert.ok(!text.includes(Buffer.from(form)), `${what} holds the secret: ${name}`);
}

describe('a secret that is known', () => {
  let worker, remote, server, models, job;
  const streamed = []; // pieces of the live stream
  const stop = new AbortController();
  before(async () => {
    remote = place.remote('app', { ...evenProgram, 'say.py': program, '.gitignore': 'told.txt\n' });
    server = await place.server('git-http.mjs', '--root', place.directory('remotes'), '--password', password);
    models = await place.models({ scenarios: {
      told: [{ ...write('4\n'), text: told }, write(told, 'told.txt'), command('python3 say.py'), command("python3 -c \"print(open('told.txt').read())\""),
        finish(`${'x'.repeat(990)} ${password}`)],
      short: [write('6\n'), finish(told.slice(0, 700))],
      denied: [{ status: 400, error: { type: 'invalid_request_error', message: told } }],
    } });
    worker = await Worker.start(place);
    await worker.setProvider('scripted', 'claude-api', models.url, secrets.apiKey, { is_default: true });
    await worker.addRepository('app', `${server.url}app.git`, { validation_commands: [evenCheck] }, { username: server.user, password });
    const answer = await fetch(`${worker.url}/api/v1/stream?after=0`, { headers: { authorization: `Bearer ${worker.token}` }, signal: stop.signal });
    assert.equal(answer.status, 200);
    // Not awaited: node 18 may leave the body of an aborted answer open for ever.
    (async () => {
      for await (const piece of answer.body) streamed.push(Buffer.from(piece));
    })().catch((error) => assert.equal(error.name, 'AbortError'));
    job = await worker.jobEnded(await worker.addTicket('app', 'told'));
  });
  after(() => place.close());

  test('is in no commit message, whole or cut', async () => {
    const run = await assertPublished(worker, remote, job);
    const short = await worker.jobEnded(await worker.addTicket('app', 'short'));
    await assertPublished(worker, remote, short);
    for (const branch of [job.branch, short.branch]) assertClean('the commit', Buffer.from(remote.git('log', '-1', '--format=%B', branch)));
    const message = remote.git('log', '-1', '--format=%B', job.branch);
    assert.doesNotMatch(message, /x e2e/); // its beginning, where the summary is cut
    assert.match(remote.git('log', '-1', '--format=%B', short.branch), /\[redacted:git password\]/);
    assert.match(JSON.stringify(await worker.events(run.id)), /\[redacted:provider key\].*\[redacted:GitHub token\]/s);
  });

  test('is in no output of a command, however it came', async () => {
    const output = (await worker.events(job.run_id, 'command.output')).filter((event) => event.data.text.includes('</'));
    assert.ok(output.length > 3);
    for (const stream of ['stdout', 'stderr']) {
      const text = output.filter((event) => event.data.stream === stream).map((event) => event.data.text).join('');
      for (const [name] of all) assert.match(text, new RegExp(`<${name}>[^<]*\\[redacted[^<]*</${name}>`), `${name} in ${stream}`);
    }
  });

  test('is in no answer of the interface and in no live stream', async () => {
    for (const path of ['jobs', 'runs', 'dashboard', 'repositories', 'providers', `runs/${job.run_id}`, `runs/${job.run_id}/patch`]) await worker.get(`/api/v1/${path}`);
    await worker.events(job.run_id);
    await worker.entries();
    await until('the live stream has the end of the run', () => Buffer.concat(streamed).includes('run.finished'));
    stop.abort();
    const live = Buffer.concat(streamed);
    assert.ok(live.includes('command.output'));
    assertClean('the live stream', live);
    for (const answer of worker.answers) assertClean('an answer', Buffer.from(answer));
  });

  test('is in no message about a service that repeats it', async () => {
    const denied = await worker.jobEnded(await worker.addTicket('app', 'denied'));
    assert.notEqual(denied.state, 'completed');
    assertClean('the summary', Buffer.from(JSON.stringify(denied)));
  });

  test('is in no journal, no database and no log', async () => {
    await worker.stop(); // what the database has in its log goes into its file
    let files = 0;
    for (const path of filesOf(worker.data)) {
      if (path.includes('/workspaces/') || statSync(path).size > 64 << 20) continue; // the model wrote a file with it
      files += 1;
      assertClean(path, readFileSync(path));
    }
    assert.ok(files > 5);
    assertClean('the log', Buffer.from(worker.log));
  });
});
