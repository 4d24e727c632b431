// What somebody has typed into a form and not saved: leaving it is asked for.
import {Store} from './store.ts';

let isUnsaved = false;

/** Where somebody wants to go from a form that is not saved. */
export const leaving = new Store<{leave: () => void} | undefined>(undefined);

export function markUnsaved(is: boolean): void {
  isUnsaved = is;
}

export function hasUnsaved(): boolean {
  return isUnsaved;
}

/** Leaves at once, or when somebody has agreed to lose what is not saved. */
export function whenLeft(leave: () => void): void {
  if (isUnsaved) leaving.set({leave});
  else leave();
}

export function discard(): void {
  const wanted = leaving.value;
  isUnsaved = false;
  leaving.set(undefined);
  wanted?.leave();
}

export function startAsking(): void {
  addEventListener('beforeunload', event => isUnsaved && event.preventDefault());
}
