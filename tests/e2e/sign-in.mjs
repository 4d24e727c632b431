// Agent programs with their own sign-in: where they are, what a sign-in of theirs looks like, and their providers.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sourceRoot, until } from './support.mjs';

export const programs = join(sourceRoot, 'tests/bench/node_modules/.bin');
export const landlock = process.env.MERGELOOM_TEST_SANDBOX === 'landlock' && 'agent programs need bubblewrap';
export const noPrograms = landlock || (!existsSync(join(programs, 'claude')) && 'the agent programs are not installed');

// Not 127.0.0.1: that is inside of the sandbox.
export const address = '127.0.0.2';
export const token = 'sign-in-token-of-the-profile-0815';
export const signedIn = {
  codex: (word) => ({ 'auth.json': { auth_mode: 'apikey', OPENAI_API_KEY: word } }),
  claude: (word) => ({ '.credentials.json': { claudeAiOauth: { accessToken: word, refreshToken: `refresh-${word}`, expiresAt: Date.now() + 3600_000 * 7,
    scopes: ['user:inference', 'user:profile'], subscriptionType: 'max' } } }),
};
export const agents = [{ kind: 'codex-cli', program: 'codex', base: '/v1' }, { kind: 'claude-code-cli', program: 'claude', base: '' }];
export const stateOf = async (worker, id) => (await worker.get('/api/v1/providers')).items.find((item) => item.profile.id === id);
export const hasState = (worker, id, state) => until(`${id} is ${state}`, async () => {
  const view = await stateOf(worker, id);
  return view.state === state && view;
});
export const provide = (worker, id, kind, program, endpoint, options = {}) =>
  worker.send('PUT', `/api/v1/providers/${id}`, { kind, endpoint, model: 'scripted', options: { auth: 'sign_in', program, ...options } });
