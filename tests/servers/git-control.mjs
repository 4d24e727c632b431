// Shared by both git servers: how a test makes the server refuse, or wait, while it runs.
//   <control>/decline    its text is what a push is refused with (pre-receive hook)
//   <control>/hold       while it exists, every request waits (at most 60 s)
//   <control>/hold-push  while it exists, a push waits in its pre-receive hook (at most 60 s)
//   <control>/hold.reached, hold-push.reached  made by the first that waits
import { mkdirSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const waitWhile = (file) => `waited=0
while [ -e '${file}' ] && [ $waited -lt 1200 ]; do : >'${file}.reached'; sleep 0.05; waited=$((waited + 1)); done
`;

/** Makes the hook and the control directory; gives its path and the environment for git. */
export function makeControl(scratch, declineMessage) {
  const control = join(scratch, 'control');
  const hooks = join(scratch, 'hooks');
  mkdirSync(control);
  mkdirSync(hooks);
  const hook = `#!/bin/sh
${waitWhile(join(control, 'hold-push'))}
cat >/dev/null
if [ -e '${control}/decline' ]; then cat '${control}/decline' >&2; exit 1; fi
`;
  writeFileSync(join(hooks, 'pre-receive'), hook, { mode: 0o755 });
  if (declineMessage !== undefined) writeFileSync(join(control, 'decline'), `${declineMessage}\n`);
  const settings = [['http.receivepack', 'true'], ['core.hooksPath', hooks], ['safe.directory', '*']];
  const environment = {
    PATH: process.env.PATH, HOME: scratch, LC_ALL: 'C.UTF-8', GIT_CONFIG_NOSYSTEM: '1', GIT_HTTP_EXPORT_ALL: '1',
    GIT_CONFIG_COUNT: String(settings.length),
  };
  settings.forEach(([key, value], index) => {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return { control, environment, holdLine: waitWhile(join(control, 'hold')) };
}

/** `export NAME='value'` lines for a shell script. */
export function exports(environment) {
  const quoted = (value) => `'${value.replaceAll("'", "'\\''")}'`;
  return Object.entries(environment).map(([name, value]) => `export ${name}=${quoted(value)}\n`).join('');
}

export const gitPrograms = () => execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim();
