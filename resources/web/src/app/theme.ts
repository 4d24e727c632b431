import {Store} from './store.ts';

export type Theme = 'system' | 'light' | 'dark';

export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Kept in this browser; an empty text forgets it. Storage that is refused or full is no reason to fail. */
export function remember(name: string, value: string): void {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // nothing depends on it
  }
}

const chosen = remembered('theme');
export const theme = new Store<Theme>(chosen === 'light' || chosen === 'dark' ? chosen : 'system');

export function chooseTheme(next: Theme): void {
  if (next === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  remember('theme', next === 'system' ? '' : next);
  theme.set(next);
}

export const nextTheme: Record<Theme, Theme> = {system: 'light', light: 'dark', dark: 'system'};
