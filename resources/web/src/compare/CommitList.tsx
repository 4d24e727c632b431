// The commits of a range, newest first, with the run that made each, where one did.
import {useState} from 'preact/hooks';
import type {Comparison} from '../api/types.ts';
import {Note, ShortId, Time} from '../components/parts.tsx';
import type {Attribution} from '../model/attribution.ts';
import {plural} from '../model/words.ts';

const shownAtOnce = 8;

export function CommitList({comparison, attribution}: {comparison: Comparison; attribution: Attribution}) {
  const {commits} = comparison;
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? commits : commits.slice(0, shownAtOnce);
  if (!commits.length) return null;
  return <section class="stack" aria-label="Commits">
    <div class="row spread"><h2>Commits</h2><span class="small soft">{comparison.commits_cut ? 'more than ' : ''}{plural(commits.length, 'commit')}</span></div>
    <div class="table-wrap" tabIndex={0} role="region" aria-label="Commits of the range"><table class="table commits">
      <thead><tr><th>Commit</th><th>Run</th><th class="hide-m">Author</th><th class="number hide-s">When</th></tr></thead>
      <tbody>{shown.map(commit => <tr key={commit.id}>
        <td class="main"><span class="title" title={commit.subject}>{commit.subject || <span class="faint">no message</span>}</span><span class="under"><ShortId id={commit.id} from="start" /><span class="only-s clip">{commit.author}</span></span></td>
        <td class="tight">{commit.run ? <a class={`run-link ${attribution.colourOf(commit.run)}`} href={`/audit/${encodeURIComponent(commit.run)}`} title={`Audit of run ${commit.run}`}>
          <i aria-hidden="true" /><span class="clip">{commit.ticket || 'run'}</span><code class="hide-s">{commit.run.slice(-8)}</code></a> : <span class="faint">none</span>}</td>
        <td class="hide-m tight"><span class="author clip" title={commit.author}>{commit.author}</span></td>
        <td class="number soft hide-s"><Time at={commit.at} /></td>
      </tr>)}</tbody>
    </table>
    {commits.length > shown.length && <div class="pager"><button type="button" class="button small" onClick={() => setWhole(true)}>Show all {commits.length} commits</button></div>}</div>
    {comparison.commits_cut && <Note>Only the newest {commits.length} commits of this range are listed; the diff below has all of them.</Note>}
  </section>;
}
