// Where a page about a run gets its events from: the worker, or a file.
import {createContext} from 'preact';
import {useContext, useEffect, useMemo, useState} from 'preact/hooks';
import {api, query} from '../api/client.ts';
import {wholeFiles, type WholeFiles} from '../diff/wholeFiles.ts';
import type {EventEntry, Page, Patch, RunEvent, RunView} from '../api/types.ts';

export interface RunRecord {
  /** At most `limit` events of these types after `after`, oldest first. */
  read: (types: string[], after: number, limit: number) => Promise<RunEvent[]>;
  patch: (view: RunView) => Promise<Patch | undefined>;
  /** The files of its newest change, whole; absent where nobody has them. */
  files?: () => WholeFiles;
  /** Where a part of the run is shown by itself; nothing where there is no such page. */
  link: (fields: {event?: number; stage?: string; file?: string; line?: number}) => string | undefined;
}

export function recordOfWorker(id: string): RunRecord {
  return {
    read: async (types, after, limit) => (await api.get<Page<EventEntry>>(`/runs/${id}/events${query({after, limit, type: types.join(',')})}`)).items.map(entry => entry.event),
    patch: async view => view.change_seq ? api.get<Patch>(`/runs/${id}/patch?of=${view.change_seq}`) : undefined,
    files: () => wholeFiles((side, path) => `/runs/${id}/files/${side}${query({path})}`),
    link: fields => `/runs/${id}#${new URLSearchParams(Object.entries(fields).filter(([, value]) => value).map(([name, value]): [string, string] => [name, String(value)]))}`,
  };
}

export function recordOfEvents(events: RunEvent[]): RunRecord {
  return {
    read: async (types, after, limit) => events.filter(event => event.seq > after && types.includes(event.type)).slice(0, limit),
    patch: async view => {
      const data = events[view.change_seq - 1]?.data as Partial<Patch> | undefined;
      return data && {base: data.base ?? '', tree: data.tree ?? '', patch: data.patch ?? '', is_cut: data.is_cut === true, files: view.files};
    },
    link: () => undefined,
  };
}

export const RecordContext = createContext<RunRecord>(recordOfEvents([]));

/** The same files as long as `of` is the same: the change, and whether it was pushed, for the worker may have its files only then. */
export function useFiles(of: string): WholeFiles | undefined {
  const record = useContext(RecordContext);
  return useMemo(() => record.files?.(), [record, of]);
}

/** What `ask` gives, or why it cannot be had; asked again when `key` changes. */
export function useAsked<T>(key: string, ask: (record: RunRecord) => Promise<T>): {value?: T; failure: string} {
  const record = useContext(RecordContext);
  const [state, setState] = useState<{value?: T; failure: string}>({failure: ''});
  useEffect(() => {
    let isWanted = true;
    if (!key) return setState({failure: ''});
    ask(record).then(value => isWanted && setState({value, failure: ''}), (cause: Error) => isWanted && setState({failure: cause.message}));
    return () => { isWanted = false; };
  }, [key]);
  return state;
}
