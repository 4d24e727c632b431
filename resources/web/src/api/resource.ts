// Reading with a small cache: what was seen before is shown at once and refreshed behind it.
import {useCallback, useEffect, useRef, useState} from 'preact/hooks';
import {connection} from '../app/connection.ts';
import {api, ApiError} from './client.ts';
import {changes} from './changes.ts';

const seen = new Map<string, unknown>();

export interface Resource<T> {
  value?: T;
  error?: ApiError;
  reload: () => Promise<void>;
}

/** Reads `path`; an empty path reads nothing. With `on`, it is read again when such an event comes. */
export function useResource<T>(path: string, on?: RegExp): Resource<T> {
  const [value, setValue] = useState(seen.get(path) as T | undefined);
  const [error, setError] = useState<ApiError>();
  const wanted = useRef(path);
  if (wanted.current !== path) {
    wanted.current = path;
    setValue(seen.get(path) as T | undefined);
    setError(undefined);
  }

  const reload = useCallback(async () => {
    if (!path) return;
    try {
      const answer = await api.get<T>(path);
      seen.set(path, answer);
      if (wanted.current !== path) return;
      setValue(answer);
      setError(undefined);
    } catch (cause) {
      if (wanted.current === path && cause instanceof ApiError) setError(cause);
    }
  }, [path]);

  useEffect(() => {
    void reload();
    const stops = [connection.follow(state => state === 'online' && void reload())];
    if (on) stops.push(changes.follow(on, () => void reload()));
    return () => stops.forEach(stop => stop());
  }, [reload]);

  return {value, error, reload};
}

/** Forgets everything, after another person signed in. */
export function forgetResources(): void {
  seen.clear();
}
