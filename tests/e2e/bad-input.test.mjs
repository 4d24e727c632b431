// Bad input gets an exit code and a message that names the thing and the remedy.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { evenProgram } from './flow.mjs';
import { freePort } from '../servers/lifecycle.mjs';
import { Place } from './support.mjs';
import { Worker, runBinary } from './worker.mjs';

const place = new Place('input');
let worker, remote;

/** The command ends with `code`, and what it says has all of `words`; nothing of it is a stack or an empty line alone. */
async function refuses(args, code, words, environment = worker.environment) {
  const result = await runBinary(place, args, { environment });
  assert.equal(result.code, code, `${args.join(' ')}: ${result.out}${result.err}`);
  for (const word of words) assert.match(result.out + result.err, word);
  return result;
}

describe('the command line', () => {
  before(async () => {
    remote = place.remote('app', evenProgram);
    worker = await Worker.start(place, { JCA_WORKER_POLL_ENABLED: 'false' });
    await worker.addRepository('app', remote.path);
    await worker.addRepository('gone', `http://127.0.0.1:${await freePort()}/gone.git`);
  });
  after(() => place.close());

  const ticket = (text) => place.file('ticket.md', text);

  for (const [name, args, code, words] of [
    ['an unknown alias in a ticket', ['ticket', 'add', '--title', 'T', '--repo', 'nowhere'], 3, [/no repository "nowhere"/, /Add it|correct/]],
    ['an alias that cannot be one', ['ticket', 'add', '--title', 'T', '--repo', 'No Where!'], 1, [/"No Where!" is no repository alias/]],
    ['a ticket without a title', ['ticket', 'add', '--repo', 'app'], 1, [/no title/, /--title|--file/]],
    ['a ticket that is not there', ['ticket', 'add', '--repo', 'app', '--file', '/nonexistent.md'], 1, [/\/nonexistent\.md cannot be read/]],
    ['a priority that is no number', ['ticket', 'add', '--title', 'T', '--priority', 'high'], 1, [/--priority is "high"/, /whole number/]],
    ['an alias with spaces', ['repo', 'add', 'My Repo', '/tmp'], 1, [/My Repo/, /alias/i]],
    ['a clone URL that is an option', ['repo', 'add', 'evil', '--', '-oProxyCommand=id'], 1, [/-oProxyCommand/, /https|ssh|path/i]],
    ['a clone URL that hides an option in the host', ['repo', 'add', 'evil', 'ssh://-oProxyCommand=id/x'], 1, [/ProxyCommand|host/i]],
    ['a clone URL that runs a program', ['repo', 'add', 'evil', 'ext::sh -c id'], 1, [/ext::|ext:/, /https|ssh|path/i]],
    ['a repository that is known already', ['repo', 'add', 'app', '/tmp'], 1, [/app/, /already|exists/]],
    ['a test of an unreachable remote', ['repo', 'test', 'gone'], 1, [/127\.0\.0\.1.*cannot be reached/, /Check the address/]],
    ['a test of an unknown repository', ['repo', 'test', 'nowhere'], 1, [/nowhere/]],
    ['a provider without a kind', ['provider', 'set', 'p'], 1, [/--kind/]],
    ['a provider of an unknown kind', ['provider', 'set', 'p', '--kind', 'oracle'], 1, [/oracle/, /claude-api/]],
    ['a run that is not there', ['runs', 'show', 'NO-1'], 1, [/NO-1/]],
    ['an unknown command', ['tikcet', 'add'], 2, [/no command `tikcet`|no command/, /Did you mean `ticket/]],
    ['an unknown part of a command', ['ticket', 'ad'], 2, [/`ticket ad`/, /Did you mean `ticket add`/]],
    ['an unknown option', ['ticket', 'add', '--titel', 'T'], 2, [/--titel/, /Did you mean --title/]],
    ['an option without its value', ['ticket', 'add', '--title'], 2, [/--title/]],
    ['too many arguments', ['version', 'please'], 2, [/`version` takes no argument/]],
    ['a wrong token', ['repo', 'list', '--token', 'wrong'], 1, [/token/i]],
    ['an address that is none', ['repo', 'list', '--url', 'ftp://x'], 1, [/ftp:\/\/x/, /http:\/\/host:port/]],
  ]) {
    test(`${name} is refused`, async () => refuses(args, code, words));
  }

  test('a directive that cannot be read blocks the ticket before any work', async () => {
    await refuses(['ticket', 'add', '--repo', 'app', '--file', ticket('T\n\n[JCA]\nnonsense\n[/JCA]\n')], 3, [/"nonsense" of the \[JCA\] block/, /key=value/]);
    await refuses(['ticket', 'add', '--repo', 'app', '--file', ticket('T\n\n[JCA]\nmodel=x\n')], 3, [/\[JCA\] block.*no end/, /\[\/JCA\]/]);
    await refuses(['ticket', 'add', '--repo', 'app', '--file', ticket('T\n\n[JCA]\nprovider=oracle\n[/JCA]\n')], 3, [/provider=oracle/]);
    const { items } = await worker.get('/api/v1/jobs');
    assert.ok(items.length >= 3 && items.every((job) => job.state === 'blocked' && job.reason === 'directive_invalid'), JSON.stringify(items));
  });

  test('where JSON was asked for, an error leaves standard output empty', async () => {
    const { out, err } = await refuses(['runs', 'show', 'NO-1', '--json'], 1, []);
    assert.equal(out, '');
    assert.match(err, /NO-1/);
  });

  test('without a worker the exit code is 5 and the message says how to start one', async () => {
    const environment = { ...worker.environment, JCA_WORKER_PORT: String(await freePort()) };
    await refuses(['repo', 'list'], 5, [/127\.0\.0\.1:\d+/, /mergeloom-worker serve|--url/], environment);
  });

  test('a server that is no worker is told', async () => {
    const server = createServer((_, response) => response.end('<html>Hello</html>')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      const result = await runBinary(place, ['repo', 'list', '--url', `http://127.0.0.1:${server.address().port}`], { environment: worker.environment });
      assert.ok([1, 5].includes(result.code), `${result.code} ${result.err}`);
      assert.match(result.err, /127\.0\.0\.1/);
    } finally {
      server.close();
    }
  });

  test('the API names the field of bad input', async () => {
    for (const [method, path, body, status, field] of [
      ['POST', '/api/v1/tickets', { title: '' }, 400, 'title'], ['POST', '/api/v1/tickets', { title: 'T', key: 'a b' }, 400, 'key'],
      ['POST', '/api/v1/repositories', { alias: 'X', clone_url: '/tmp' }, 400, 'alias'],
      ['POST', '/api/v1/repositories', { alias: 'x', clone_url: '-oProxyCommand=id' }, 400, 'clone_url'],
      ['PUT', '/api/v1/providers/p', { kind: 'openai-compatible', endpoint: 'file:///etc/passwd', model: 'm' }, 400, 'endpoint'],
    ]) {
      const answer = await worker.call(method, path, body);
      assert.equal(answer.status, status, answer.text);
      assert.equal(answer.body.error.details.field, field, answer.text);
    }
  });
});
