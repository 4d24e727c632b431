// Server-Sent Events with resume: every message has an id, and a new connection asks for what came after the last one.
import {connection} from '../app/connection.ts';
import {api} from './client.ts';
import type {EventEntry} from './types.ts';

export interface LiveOptions {
  path: string;
  after?: number;
  /** The resume position that a message stands for. */
  position: (entry: EventEntry) => number;
  onEntry: (entry: EventEntry) => void;
  onState?: (state: 'open' | 'waiting' | 'parked') => void;
}

const hiddenPause = 5000;

/** Follows a stream until the returned function is called. */
export function follow(options: LiveOptions): () => void {
  let after = options.after;
  let source: EventSource | undefined;
  let timer = 0;
  let pause = 500;
  let isOver = false;
  let isParked = false;
  let parkTimer = 0;

  const connect = () => {
    source = new EventSource(`/api/v1${options.path}${after === undefined ? '' : `?after=${after}`}`);
    source.onopen = () => {
      pause = 500;
      connection.reached();
      options.onState?.('open');
    };
    source.onmessage = message => {
      const entry = JSON.parse(message.data) as EventEntry;
      const position = options.position(entry);
      if (after !== undefined && position <= after) return;
      after = position;
      options.onEntry(entry);
    };
    source.onerror = () => {
      // The browser's own retry forgets `after` when the first connection never opened, so ours is used instead.
      source?.close();
      if (isOver) return;
      options.onState?.('waiting');
      // A stream does not say why it ended: whoever was signed out meanwhile learns it from an answer that does.
      void connection.ask().then(() => connection.value === 'online' ? api.get('/me').catch(() => undefined) : undefined);
      timer = window.setTimeout(connect, pause);
      pause = Math.min(pause * 2, 15_000);
    };
  };
  // A browser has six connections for one address and all its tabs: one that nobody looks at lets go, and resumes later.
  const park = () => {
    isParked = true;
    clearTimeout(timer);
    source?.close();
    options.onState?.('parked');
  };
  const onVisibility = () => {
    clearTimeout(parkTimer);
    if (document.hidden) parkTimer = window.setTimeout(park, hiddenPause);
    else if (isParked) {
      isParked = false;
      connect();
    }
  };
  document.addEventListener('visibilitychange', onVisibility);
  connect();
  return () => {
    isOver = true;
    document.removeEventListener('visibilitychange', onVisibility);
    clearTimeout(parkTimer);
    clearTimeout(timer);
    source?.close();
  };
}
