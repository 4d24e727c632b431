// What the diff guard found: what blocks first, each finding with a link to its place in the diff.
import {OctagonX, TriangleAlert} from 'lucide-preact';
import type {GuardFinding} from '../api/types.ts';

const groups = [['block', 'Blocked', OctagonX], ['flag', 'Flagged', TriangleAlert]] as const;

function place(runId: string, {path, line}: GuardFinding): string {
  return `/runs/${runId}#file=${encodeURIComponent(path)}${line ? `&line=${line}` : ''}`;
}

export function GuardFindings({runId, findings}: {runId: string; findings: GuardFinding[]}) {
  return <>{groups.map(([verdict, word, Sign]) => {
    const found = findings.filter(finding => finding.verdict === verdict);
    return found.length > 0 && <section key={verdict} class={`guard-group ${verdict}`} aria-label={`${word} by the diff guard`}>
      <p class="small strong">{word} <span class="soft">{found.length}</span></p>
      <ul>{found.map((finding, index) => <li key={index} class="quiet-line"><Sign aria-hidden="true" />
        <span>{finding.path && <><a href={place(runId, finding)}><code><bdi>{finding.path}</bdi>{finding.line ? `:${finding.line}` : ''}</code></a> </>}
          {finding.text} <span class="faint tiny">{finding.rule}</span></span></li>)}</ul>
    </section>;
  })}</>;
}
