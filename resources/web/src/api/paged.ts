// A list that grows by cursor. The first page follows the live feed; further pages are added on demand.
import {useEffect, useState} from 'preact/hooks';
import {api} from './client.ts';
import {useResource, type Resource} from './resource.ts';
import type {Page} from './types.ts';

export interface PagedList<T> extends Resource<Page<T>> {
  items: T[];
  hasMore: boolean;
  isReading: boolean;
  more: () => Promise<void>;
}

/** `path` already has its `?` part with a limit. */
export function usePaged<T>(path: string, on?: RegExp): PagedList<T> {
  const first = useResource<Page<T>>(path, on);
  const [rest, setRest] = useState<{items: T[]; cursor?: string; isBegun: boolean}>({items: [], isBegun: false});
  const [isReading, setReading] = useState(false);
  useEffect(() => setRest({items: [], isBegun: false}), [path]);
  const cursor = rest.isBegun ? rest.cursor : first.value?.next_cursor;
  const more = async () => {
    if (!cursor || isReading) return;
    setReading(true);
    try {
      const page = await api.get<Page<T>>(`${path}&cursor=${encodeURIComponent(cursor)}`);
      setRest(old => ({items: [...old.items, ...page.items], cursor: page.next_cursor, isBegun: true}));
    } finally {
      setReading(false);
    }
  };
  return {...first, items: [...first.value?.items ?? [], ...rest.items], hasMore: !!cursor, isReading, more};
}
