import {BookOpenCheck, SearchX} from 'lucide-preact';
import {jobEvents} from '../api/changes.ts';
import {usePaged} from '../api/paged.ts';
import type {RunSummary} from '../api/types.ts';
import {AuditLogPanel} from '../audit/AuditLogPanel.tsx';
import {More} from '../components/More.tsx';
import {openRow} from '../components/openRow.ts';
import {Empty, Loaded, PageHead, Status, Time, useNow} from '../components/parts.tsx';
import {useTitle} from '../components/useTitle.ts';
import {count, duration, money, plain} from '../model/words.ts';
import {clearFilters, RunFilters, useRunsPath} from '../run/RunFilters.tsx';
import {timeOf, tokensOf} from '../run/RunHead.tsx';

function Row({run}: {run: RunSummary}) {
  const now = useNow(Math.floor);
  return <tr class="linked" onClick={openRow}>
    <td class="tight"><Status state={run.state} /></td>
    <td class="main"><a class="title" data-row href={`/audit/${run.id}`} title={run.title}>{run.title}</a>
      <span class="under"><span>{run.ticket_key}</span><span>·</span><span class="clip">{run.repository}</span>{run.reason && <><span>·</span><span class="clip">{plain(run.reason)}</span></>}</span></td>
    <td class="hide-m tight">{run.requester || <span class="faint">none</span>}</td>
    <td class="hide-l tight"><span>{run.provider}</span><span class="under">{run.model}</span></td>
    <td class="hide-l tight"><code>{run.is_pushed ? run.branch : ''}</code>{!run.is_pushed && <span class="faint">not pushed</span>}</td>
    <td class="hide-m number">{count(tokensOf(run))}</td>
    <td class="hide-s number">{money(run.cost_usd)}</td>
    <td class="hide-m number">{duration(timeOf(run, now))}</td>
    <td class="number soft"><Time at={run.started_at} /></td>
  </tr>;
}

export function AuditPage() {
  useTitle('Ticket Audit');
  const {path, isFiltered} = useRunsPath();
  const list = usePaged<RunSummary>(path, jobEvents);
  return <>
    <PageHead title="Ticket Audit" actions={<a class="button" href="/audit/retention">Retention</a>}>What every run did, what it cost, and why it ended as it did.</PageHead>
    <AuditLogPanel />
    <RunFilters />
    <Loaded from={list} lines={8}>{() => <div class="table-wrap">{list.items.length
      ? <table class="table"><thead><tr><th>Outcome</th><th>Ticket</th><th class="hide-m">Requester</th><th class="hide-l">Provider</th><th class="hide-l">Branch</th><th class="hide-m number">Tokens</th><th class="hide-s number">Cost</th><th class="hide-m number">Time</th><th class="number">Started</th></tr></thead>
          <tbody>{list.items.map(run => <Row key={run.id} run={run} />)}</tbody></table>
      : isFiltered ? <Empty icon={SearchX} title="No run fits these filters" actions={<button type="button" class="button" onClick={clearFilters}>Clear the filters</button>} />
      : <Empty icon={BookOpenCheck} title="Nothing to audit yet" actions={<a class="button primary" href="/tickets?new=1">Write a ticket</a>}>Every run leaves a record here: stages, commands, provider calls, the change, and its cost.</Empty>}
    </div>}</Loaded>
    <More list={list} />
  </>;
}
