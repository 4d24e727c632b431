// The address is the state: path, search and hash. Links are ordinary anchors; clicks on our own are taken here.
import {Store} from './store.ts';
import {hasUnsaved, startAsking, whenLeft} from './unsaved.ts';

export interface Place { path: string; search: URLSearchParams; hash: string }

function here(): Place {
  return {path: decodeURI(location.pathname).replace(/(.)\/+$/, '$1'), search: new URLSearchParams(location.search), hash: location.hash.slice(1)};
}

export const place = new Store<Place>(here());
let shown = location.href;

type Way = 'push' | 'replace';

/** A hash is another part of the same page; anything else leaves it. */
function isSamePage(one: URL, other: URL): boolean {
  return one.pathname === other.pathname && one.search === other.search;
}

export function go(address: string, way: Way = 'push'): void {
  if (isSamePage(new URL(address, location.href), new URL(location.href))) move(address, way);
  else whenLeft(() => move(address, way));
}

function settle(): void {
  shown = location.href;
  place.set(here());
}

function move(address: string, way: Way): void {
  const before = location.pathname;
  if (way === 'push') history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  settle();
  if (way === 'push' && before !== location.pathname) document.querySelector('.page')?.scrollTo(0, 0);
}

/** Sets or removes (empty text) fields of the search part; the history keeps one entry. */
export function setSearch(fields: Record<string, string>): void {
  const search = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(fields))
    if (value) search.set(name, value);
    else search.delete(name);
  const text = search.toString();
  go(`${location.pathname}${text ? `?${text}` : ''}${location.hash}`, 'replace');
}

/** `#stage=validation.0&event=17` as fields. */
export function hashFields(hash: string): URLSearchParams {
  return new URLSearchParams(hash);
}

export function setHash(fields: Record<string, string>): void {
  const text = new URLSearchParams(Object.entries(fields).filter(([, value]) => value)).toString();
  go(`${location.pathname}${location.search}${text ? `#${text}` : ''}`, 'replace');
}

/** `/runs/:id` against `/runs/7` gives {id: '7'}; a last `*` takes the rest. */
export function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const found: Record<string, string> = {};
  for (let i = 0; i < wanted.length; ++i) {
    if (wanted[i].startsWith(':')) found[wanted[i].slice(1)] = given[i];
    else if (wanted[i] !== given[i]) return undefined;
  }
  return found;
}

export function startRouter(): void {
  const follow = () => {
    const wanted = location.href;
    if (!hasUnsaved() || isSamePage(new URL(wanted), new URL(shown))) return settle();
    history.pushState(null, '', shown); // the browser has left already
    whenLeft(() => move(wanted, 'replace'));
  };
  addEventListener('popstate', follow);
  addEventListener('hashchange', follow);
  startAsking();
  document.addEventListener('click', event => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest?.('a');
    if (!link || link.target || link.origin !== location.origin || link.hasAttribute('download')) return;
    if (link.pathname.startsWith('/api/')) return;
    event.preventDefault();
    go(link.pathname + link.search + link.hash);
  });
}
