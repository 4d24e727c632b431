// A run and its live events. The view is read again soon after an event that changes it; pieces of text do not.
import {useEffect, useMemo, useRef, useState} from 'preact/hooks';
import {follow} from '../api/live.ts';
import {useResource, type Resource} from '../api/resource.ts';
import type {RunEvent, RunView} from '../api/types.ts';

export interface LiveRun extends Resource<RunView> {
  /** The newest event that is known. */
  newest: () => number;
  subscribe: (listener: (event: RunEvent) => void) => () => void;
  isWaiting: boolean;
}

const silent = new Set(['provider.delta', 'command.output', 'workspace.checkpoint']);

export function useRun(id: string): LiveRun {
  const resource = useResource<RunView>(id ? `/runs/${encodeURIComponent(id)}` : '');
  const listeners = useMemo(() => new Set<(event: RunEvent) => void>(), [id]);
  const newest = useRef(0);
  const [isWaiting, setWaiting] = useState(false);
  const view = resource.value;
  const isRunning = view?.run.state === 'running';
  newest.current = Math.max(view?.run.id === id ? view.run.last_seq : 0, newest.current);

  useEffect(() => {
    newest.current = 0;
  }, [id]);
  useEffect(() => {
    if (!isRunning || !view) return;
    let timer = 0;
    const stop = follow({
      path: `/runs/${encodeURIComponent(id)}/stream`, after: view.run.last_seq, position: entry => entry.event.seq,
      onState: state => setWaiting(state === 'waiting'),
      onEntry: ({event}) => {
        newest.current = Math.max(newest.current, event.seq);
        for (const listener of listeners) listener(event);
        if (silent.has(event.type) || timer) return;
        timer = window.setTimeout(() => {
          timer = 0;
          void resource.reload();
        }, event.type === 'run.finished' ? 50 : 350);
      },
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [id, isRunning]);

  const subscribe = (listener: (event: RunEvent) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {...resource, newest: () => newest.current, subscribe, isWaiting};
}
