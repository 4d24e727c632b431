import {Store, useStore} from '../app/store.ts';
import {ApiError} from '../api/client.ts';
import {Note} from './parts.tsx';

interface Toast { id: number; tone: 'completed' | 'failed'; text: string }
const toasts = new Store<Toast[]>([]);
let last = 0;

export function toast(tone: Toast['tone'], text: string): void {
  const id = ++last;
  toasts.set([...toasts.value, {id, tone, text}].slice(-4));
  setTimeout(() => toasts.set(toasts.value.filter(one => one.id !== id)), tone === 'failed' ? 12_000 : 4000);
}

/** Does something and says how it went. */
export async function attempt(work: () => Promise<unknown>, done: string): Promise<boolean> {
  try {
    await work();
    toast('completed', done);
    return true;
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    toast('failed', cause.message);
    return false;
  }
}

export function Toasts() {
  return <div class="toasts" aria-live="polite">
    {useStore(toasts).map(one => <Note key={one.id} tone={one.tone}>{one.text}</Note>)}
  </div>;
}
