#!/usr/bin/env node
// A real git server over SSH: an sshd of our own on a free loopback port, with keys that are made on the fly. Works as
// root and as an ordinary user (then for that user alone).
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { announce, endTogether, readOptions, scratchDirectory, startOnFreePort } from './lifecycle.mjs';
import { exports, makeControl } from './git-control.mjs';

const usage = `git-ssh.mjs --root DIRECTORY [--decline MESSAGE] [--watch-stdin]
Serves the bare repositories of DIRECTORY as ssh://USER@127.0.0.1:PORT/NAME.git; nothing but git runs there. Prints one
line of JSON when ready: url, keys {ed25519, rsa, stranger}, knownHosts, wrongKnownHosts (paths), control (see
git-control.mjs), log, pid. The key "stranger" is not let in; wrongKnownHosts has another host key.`;
const values = readOptions(usage, { root: { type: 'string' }, decline: { type: 'string' } });
if (!values.root) {
  console.error(usage);
  process.exit(2);
}

const root = resolve(values.root);
const scratch = scratchDirectory('git-ssh');
const user = userInfo().username;
const log = join(scratch, 'sshd.log');
const { control, environment, holdLine } = makeControl(scratch, values.decline);

function makeKey(name, ...kind) {
  const file = join(scratch, name);
  execFileSync('ssh-keygen', ['-q', '-N', '', '-C', name, '-f', file, ...kind]);
  return file;
}
const publicPart = (file) => readFileSync(`${file}.pub`, 'utf8').trim();
const hostKey = makeKey('host', '-t', 'ed25519');
const otherHostKey = makeKey('other-host', '-t', 'ed25519');
const keys = {
  ed25519: makeKey('ed25519', '-t', 'ed25519'),
  rsa: makeKey('rsa', '-t', 'rsa', '-b', '2048'),
  stranger: makeKey('stranger', '-t', 'ed25519'),
};
writeFileSync(join(scratch, 'authorized_keys'), `${publicPart(keys.ed25519)}\n${publicPart(keys.rsa)}\n`, { mode: 0o600 });

// Takes `git-upload-pack '/name.git'` and nothing else; the path is looked up under the root.
writeFileSync(join(scratch, 'git-only'), `#!/bin/sh
${holdLine}${exports(environment)}
case $SSH_ORIGINAL_COMMAND in
"git-upload-pack '"*"'") service=upload-pack ;;
"git-receive-pack '"*"'") service=receive-pack ;;
*) echo "only git is served here" >&2; exit 128 ;;
esac
path=\${SSH_ORIGINAL_COMMAND#*\\'}
path=\${path%\\'}
case $path in *..* | *\\'*) echo "bad path" >&2; exit 128 ;; esac
exec git "$service" '${root}'/"\${path#/}"
`, { mode: 0o755 });

const configuration = (port) => `
ListenAddress 127.0.0.1:${port}
HostKey ${hostKey}
PidFile none
AuthorizedKeysFile ${join(scratch, 'authorized_keys')}
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
PermitTTY no
AllowTcpForwarding no
AllowAgentForwarding no
X11Forwarding no
PermitUserEnvironment no
AllowUsers ${user}
ForceCommand ${join(scratch, 'git-only')}
LogLevel VERBOSE
`;

function spawnAt(port) {
  const file = join(scratch, 'sshd_config');
  writeFileSync(file, configuration(port));
  if (process.getuid() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 }); // sshd insists on it as root
  const program = existsSync('/usr/sbin/sshd') ? '/usr/sbin/sshd' : '/usr/bin/sshd';
  return spawn(program, ['-D', '-f', file, '-E', log], { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Up when it greets as an SSH server. */
function isUp(port) {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(2000, () => socket.destroy());
    socket.once('data', (greeting) => {
      socket.destroy();
      done(greeting.toString('latin1').startsWith('SSH-2.0-'));
    });
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
  });
}

try {
  const { port, child } = await startOnFreePort(spawnAt, isUp);
  endTogether(values, child);
  const hostLine = (key) => `[127.0.0.1]:${port} ${publicPart(key).split(' ').slice(0, 2).join(' ')}\n`;
  const knownHosts = join(scratch, 'known_hosts');
  const wrongKnownHosts = join(scratch, 'wrong_known_hosts');
  writeFileSync(knownHosts, hostLine(hostKey));
  writeFileSync(wrongKnownHosts, hostLine(otherHostKey));
  announce({ url: `ssh://${user}@127.0.0.1:${port}/`, keys, knownHosts, wrongKnownHosts, control, log });
} catch (error) {
  console.error(error.message, existsSync(log) ? readFileSync(log, 'utf8') : '');
  process.exit(1);
}
