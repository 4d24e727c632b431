// What the diff guard found: what blocks first, each finding with a link to its place in the diff.
import {useContext} from 'preact/hooks';
import {OctagonX, TriangleAlert} from 'lucide-preact';
import type {GuardFinding} from '../api/types.ts';
import {RecordContext} from './runRecord.ts';

const groups = [['block', 'Blocked', OctagonX], ['flag', 'Flagged', TriangleAlert]] as const;

function Place({finding: {path, line}}: {finding: GuardFinding}) {
  const href = useContext(RecordContext).link({file: path, line});
  const name = <code><bdi>{path}</bdi>{line ? `:${line}` : ''}</code>;
  return href ? <a href={href}>{name}</a> : name;
}

export function GuardFindings({findings}: {findings: GuardFinding[]}) {
  return <>{groups.map(([verdict, word, Sign]) => {
    const found = findings.filter(finding => finding.verdict === verdict);
    return found.length > 0 && <section key={verdict} class={`guard-group ${verdict}`} aria-label={`${word} by the diff guard`}>
      <p class="small strong">{word} <span class="soft">{found.length}</span></p>
      <ul>{found.map((finding, index) => <li key={index} class="quiet-line"><Sign aria-hidden="true" />
        <span>{finding.path && <><Place finding={finding} /> </>}
          {finding.text} <span class="faint tiny">{finding.rule}</span></span></li>)}</ul>
    </section>;
  })}</>;
}
