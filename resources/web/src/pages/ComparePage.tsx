// Two commits of a repository against each other, and which runs the new lines came from.
import {useEffect, useMemo} from 'preact/hooks';
import {Equal, GitCompare} from 'lucide-preact';
import {query} from '../api/client.ts';
import {useResource, type Resource} from '../api/resource.ts';
import type {Comparison, Refs} from '../api/types.ts';
import {identity, mayOperate} from '../app/identity.ts';
import {go, hashFields, place, setHash} from '../app/router.ts';
import {useStore} from '../app/store.ts';
import {CommitList} from '../compare/CommitList.tsx';
import {FetchButton} from '../compare/FetchButton.tsx';
import {RangeForm} from '../compare/RangeForm.tsx';
import {Empty, Loaded, Note, PageHead, ShortId, Time} from '../components/parts.tsx';
import {useTitle} from '../components/useTitle.ts';
import {DiffView} from '../diff/DiffView.tsx';
import {wholeFiles} from '../diff/wholeFiles.ts';
import {Attribution} from '../model/attribution.ts';
import {formatRange, parseRange} from '../model/range.ts';

function whyNothing({range, commits}: Comparison): string {
  if (commits.length) return 'There are commits in this range, but together they change no file.';
  return parseRange(range).kind === '..' ? 'Both have the same files.' : 'What “To” has is all in “From” already. Swap the two to see what is missing there.';
}

function Result({comparison, base}: {comparison: Comparison; base: string}) {
  const {from, to, commits, lines} = comparison;
  const {hash} = useStore(place);
  const fields = useMemo(() => hashFields(hash), [hash]);
  const at = useMemo(() => ({file: fields.get('file') ?? '', line: Number(fields.get('line')), side: fields.get('side') === 'old' ? 'old' as const : 'new' as const}), [fields]);
  const attribution = useMemo(() => new Attribution(lines, commits.flatMap(commit => commit.run ? [commit.run] : [])), [comparison]);
  // A commit without a parent has nothing before it, and nobody asks for it.
  const source = useMemo(() => wholeFiles((side, path) => `${base}/files${query({commit: side === 'before' ? from : to, path})}`), [base, from, to]);
  return <div class="stack wider">
    <div class="row wrap small soft compared"><span class="row">From {from ? <ShortId id={from} from="start" /> : 'nothing'}</span><span class="row">to <ShortId id={to} from="start" /></span></div>
    <CommitList comparison={comparison} attribution={attribution} />
    <section class="stack" aria-label="Changes"><h2>Changes</h2>
      {comparison.attribution_cut && <Note>Not all changed files were followed back to their runs: there are too many, or too long ones. Lines without a mark may come from a run as well.</Note>}
      {comparison.patch ? <DiffView key={`${from}${to}`} patch={comparison.patch} isCut={comparison.is_cut} name={`${from}${to}`} at={at} source={source} attribution={attribution}
        onPlace={next => setHash({file: next.file, line: String(next.line), side: next.side === 'old' ? 'old' : ''})} />
        : <div class="card"><Empty icon={Equal} title="Nothing differs">{whyNothing(comparison)}</Empty></div>}
    </section>
  </div>;
}

/** `?to=COMMIT` alone: against the default branch, as soon as that is known. */
function useRange(refs: Resource<Refs>): string {
  const {search} = useStore(place);
  const range = search.get('range') ?? '', to = range ? '' : search.get('to') ?? '';
  useEffect(() => {
    if (to && (refs.value || refs.error)) go(`${location.pathname}${query({range: formatRange({from: refs.value?.default_branch ?? '', kind: '...', to})})}`, 'replace');
  }, [to, refs.value, refs.error]);
  return range;
}

export function ComparePage({alias}: {alias: string}) {
  useTitle(`Compare in ${alias}`);
  const who = useStore(identity);
  const base = `/repositories/${encodeURIComponent(alias)}`;
  const refs = useResource<Refs>(`${base}/refs`);
  const range = useRange(refs);
  const comparison = useResource<Comparison>(range ? `${base}/compare${query({range})}` : '');
  const again = () => { void refs.reload(); void comparison.reload(); };
  const fetch = mayOperate(who) && <FetchButton alias={alias} onFetched={again} />;
  return <>
    <PageHead title={<>Compare in <bdi>{alias}</bdi></>} actions={<a class="button" href={`/repositories?edit=${encodeURIComponent(alias)}`}>Repository</a>}>Two commits against each other, and which runs the new lines came from.</PageHead>
    <RangeForm key={alias} wanted={range} refs={refs.value} path={`${base}/refs`} onCompare={next => next === range ? again() : go(`${location.pathname}${query({range: next})}`)}>
      {refs.value?.fetched_at && <span>Last fetched <Time at={refs.value.fetched_at} />.</span>}{(refs.value || refs.error?.status === 404) && fetch}
    </RangeForm>
    {range ? <Loaded from={comparison} lines={9}>{value => <Result comparison={value} base={base} />}</Loaded>
      : <Loaded from={refs} lines={3}>{() => <div class="card"><Empty icon={GitCompare} title="Choose what to compare">A branch, a tag or a commit in “To”, and what it is compared with in “From”.</Empty></div>}</Loaded>}
  </>;
}
