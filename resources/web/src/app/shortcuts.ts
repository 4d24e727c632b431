import {useEffect, useRef} from 'preact/hooks';

export interface Shortcut { keys: string; what: string; run: (event: KeyboardEvent) => void }

const active: Shortcut[][] = [];

/** All shortcuts that hold now, for the list behind `?`. */
export function shortcuts(): Shortcut[] {
  const all = [...active].reverse().flat();
  return all.filter((one, index) => all.findIndex(other => other.keys === one.keys) === index);
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return `${event.ctrlKey || event.metaKey ? 'Ctrl ' : ''}${event.shiftKey && event.key.length > 1 ? 'Shift ' : ''}${key}`;
}

function isWriting(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return !!element?.closest?.('input, textarea, select, [contenteditable]');
}

/** While the component is there, the keys do this; the newest component wins. */
export function useShortcuts(list: Shortcut[]): void {
  const box = useRef(list);
  box.current.splice(0, box.current.length, ...list);
  useEffect(() => {
    active.push(box.current);
    return () => void active.splice(active.indexOf(box.current), 1);
  }, []);
}

export function startShortcuts(): void {
  document.addEventListener('keydown', event => {
    const name = nameOf(event);
    if (event.altKey || event.defaultPrevented) return;
    if (isWriting(event.target) && !name.startsWith('Ctrl ')) return;
    const found = shortcuts().find(one => one.keys === name);
    if (!found) return;
    event.preventDefault();
    found.run(event);
  });
}

/** `j` and `k` move through the rows of a list, Enter opens: the rows are the links themselves. */
export function moveFocus(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  const current = rows.findIndex(row => row.contains(document.activeElement));
  const next = rows[Math.max(0, Math.min(rows.length - 1, current + step))];
  next?.focus();
  next?.scrollIntoView({block: 'nearest'});
}
