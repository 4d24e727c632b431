import {api, ApiError, onSignedOut} from '../api/client.ts';
import {forgetResources} from '../api/resource.ts';
import type {Identity} from '../api/types.ts';
import {Store} from './store.ts';

/** undefined: not asked yet; null: signed out. */
export const identity = new Store<Identity | null | undefined>(undefined);

export async function readIdentity(): Promise<void> {
  try {
    identity.set(await api.get<Identity>('/me'));
  } catch (cause) {
    if (cause instanceof ApiError && cause.status === 401) identity.set(null);
  }
}

export async function signIn(token: string): Promise<void> {
  await api.post('/login', {token});
  forgetResources();
  await readIdentity();
}

export async function signOut(): Promise<void> {
  await api.post('/logout');
  isForgotten.set(false);
  identity.set(null);
}

/** Viewers see everything and change nothing; the worker refuses anyway, this only spares the attempt. */
export function mayOperate(who: Identity | null | undefined): boolean {
  return who?.role === 'operator' || who?.role === 'admin';
}

export function mayConfigure(who: Identity | null | undefined): boolean {
  return who?.role === 'admin';
}

/** Somebody was signed in here until the worker forgot it: the session ended. */
export const isForgotten = new Store(false);

onSignedOut(() => {
  if (identity.value) isForgotten.set(true);
  identity.set(null);
});
