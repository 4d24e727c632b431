// Brings the worker's mirror of a repository up to date, for branches that came after its last run.
import {useState} from 'preact/hooks';
import {RefreshCw} from 'lucide-preact';
import {api, ApiError} from '../api/client.ts';
import type {RepositoryTestResult} from '../api/types.ts';
import {toast} from '../components/Toasts.tsx';

export function FetchButton({alias, onFetched}: {alias: string; onFetched: () => void}) {
  const [isBusy, setBusy] = useState(false);
  const fetchNow = async () => {
    if (isBusy) return;
    setBusy(true);
    try {
      const result = await api.post<RepositoryTestResult>(`/repositories/${encodeURIComponent(alias)}/test`);
      if (result.is_reachable) onFetched();
      else toast('failed', result.message);
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      toast('failed', cause.message);
    } finally {
      setBusy(false);
    }
  };
  return <button type="button" class="button small" aria-busy={isBusy || undefined} onClick={() => void fetchNow()}><RefreshCw size={14} aria-hidden="true" />{isBusy ? 'Fetching …' : 'Fetch now'}</button>;
}
