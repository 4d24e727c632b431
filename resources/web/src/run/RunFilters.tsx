// Filters of a list of runs. They live in the address, so that a filtered list has a link.
import {useEffect, useState} from 'preact/hooks';
import {X} from 'lucide-preact';
import {query} from '../api/client.ts';
import {useResource} from '../api/resource.ts';
import type {Page, ProviderList, Repository} from '../api/types.ts';
import {place, setSearch} from '../app/router.ts';
import {useStore} from '../app/store.ts';
import {stateWord} from '../model/words.ts';

const names = ['state', 'repository', 'ticket', 'provider', 'q'];

/** The path of the list that the address asks for. */
export function useRunsPath(): {path: string; isFiltered: boolean} {
  const {search} = useStore(place);
  const fields = Object.fromEntries(names.map(name => [name, search.get(name) ?? '']));
  return {path: `/runs${query({...fields, limit: 50})}`, isFiltered: names.some(name => fields[name])};
}

export function clearFilters(): void {
  setSearch(Object.fromEntries(names.map(name => [name, ''])));
}

export function RunFilters() {
  const {search} = useStore(place);
  const repositories = useResource<Page<Repository>>('/repositories');
  const providers = useResource<ProviderList>('/providers');
  const [text, setText] = useState(search.get('q') ?? '');
  useEffect(() => setText(search.get('q') ?? ''), [search.get('q')]);
  useEffect(() => {
    const timer = setTimeout(() => text !== (search.get('q') ?? '') && setSearch({q: text}), 200);
    return () => clearTimeout(timer);
  }, [text]);
  const choice = (name: string, label: string, values: [string, string][]) =>
    <select class="select small" aria-label={label} value={search.get(name) ?? ''} onChange={event => setSearch({[name]: event.currentTarget.value})}>
      <option value="">{label}: all</option>{values.map(([value, word]) => <option key={value} value={value}>{word}</option>)}
    </select>;
  return <div class="filters" role="search">
    <input class="input small" type="search" placeholder="Search ticket, summary, branch …" aria-label="Search runs" value={text} onInput={event => setText(event.currentTarget.value)} />
    {choice('state', 'Outcome', ['running', 'completed', 'blocked', 'failed', 'cancelled'].map(state => [state, stateWord(state)]))}
    {choice('repository', 'Repository', (repositories.value?.items ?? []).map(one => [one.alias, one.alias]))}
    {choice('provider', 'Provider', (providers.value?.items ?? []).map(one => [one.profile.id, one.profile.name || one.profile.id]))}
    {search.get('ticket') && <button type="button" class="button small" onClick={() => setSearch({ticket: ''})}>Ticket {search.get('ticket')}<X size={12} /></button>}
    {names.some(name => search.get(name)) && <button type="button" class="button quiet small" onClick={clearFilters}>Clear</button>}
  </div>;
}
