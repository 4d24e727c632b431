#!/usr/bin/env node
// A real git server over HTTP: lighttpd, basic authentication, git-http-backend. Loopback only, on a free port.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { announce, endTogether, readOptions, scratchDirectory, startOnFreePort } from './lifecycle.mjs';
import { exports, gitPrograms, makeControl } from './git-control.mjs';

const usage = `git-http.mjs --root DIRECTORY [--user NAME] [--password WORD] [--decline MESSAGE] [--watch-stdin]
Serves the bare repositories of DIRECTORY as http://127.0.0.1:PORT/git/NAME.git. Prints one line of JSON when ready:
url, user, password, control (see git-control.mjs), log, pid. --decline refuses every push with MESSAGE.`;
const values = readOptions(usage, {
  root: { type: 'string' }, user: { type: 'string', default: 'builder' },
  password: { type: 'string', default: 'open sesame' }, decline: { type: 'string' },
});
if (!values.root || /[:\n]/.test(values.user) || /\n/.test(values.password)) {
  console.error(usage);
  process.exit(2);
}

const root = resolve(values.root);
const scratch = scratchDirectory('git-http');
const log = join(scratch, 'lighttpd.log');
const { control, environment, holdLine } = makeControl(scratch, values.decline);
const backend = join(scratch, 'backend');
writeFileSync(backend, `#!/bin/sh
${holdLine}${exports({ ...environment, GIT_PROJECT_ROOT: root })}exec '${gitPrograms()}/git-http-backend'
`, { mode: 0o755 });
writeFileSync(join(scratch, 'users'), `${values.user}:${values.password}\n`, { mode: 0o600 });

const configuration = (port) => `
server.modules = ("mod_auth", "mod_authn_file", "mod_alias", "mod_cgi", "mod_accesslog")
server.document-root = "${scratch}"
server.bind = "127.0.0.1"
server.port = ${port}
server.errorlog = "${log}"
accesslog.filename = "${log}"
server.upload-dirs = ("${scratch}")
server.stream-response-body = 1
auth.backend = "plain"
auth.backend.plain.userfile = "${join(scratch, 'users')}"
auth.require = ("/" => ("method" => "basic", "realm" => "git", "require" => "valid-user"))
alias.url = ("/git" => "${backend}")
cgi.assign = ("/backend" => "")
`;

function spawnAt(port) {
  const file = join(scratch, 'lighttpd.conf');
  writeFileSync(file, configuration(port));
  const program = existsSync('/usr/sbin/lighttpd') ? '/usr/sbin/lighttpd' : 'lighttpd';
  return spawn(program, ['-D', '-f', file], { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env.PATH } });
}

/** Up when it asks for the password: another program on that port would not do that with our realm. */
async function isUp(port) {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/git/`);
    return answer.status === 401 && answer.headers.get('www-authenticate')?.includes('realm="git"');
  } catch {
    return false;
  }
}

try {
  const { port, child } = await startOnFreePort(spawnAt, isUp);
  endTogether(values, child);
  announce({ url: `http://127.0.0.1:${port}/git/`, user: values.user, password: values.password, control, log });
} catch (error) {
  console.error(error.message, existsSync(log) ? readFileSync(log, 'utf8') : '');
  process.exit(1);
}
