import {useEffect, useState} from 'preact/hooks';
import {remember, remembered} from '../app/theme.ts';

/** What is typed into a form outlives a closed tab, until it is saved. Never used for forms that hold secrets. */
export function useDraft<T>(name: string, empty: T): [T, (change: (old: T) => T) => void, () => void] {
  const key = `draft:${name}`;
  const [draft, setDraft] = useState<T>(() => {
    try {
      return {...empty, ...JSON.parse(remembered(key) ?? '{}')};
    } catch {
      return empty;
    }
  });
  useEffect(() => {
    const text = JSON.stringify(draft);
    remember(key, text === JSON.stringify(empty) ? '' : text);
  }, [draft]);
  return [draft, setDraft, () => { remember(key, ''); setDraft(empty); }];
}
