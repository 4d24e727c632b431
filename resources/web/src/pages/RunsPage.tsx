import {Play, SearchX} from 'lucide-preact';
import {jobEvents} from '../api/changes.ts';
import {usePaged} from '../api/paged.ts';
import type {RunSummary} from '../api/types.ts';
import {More} from '../components/More.tsx';
import {Counts, Empty, Loaded, PageHead, Time, useNow} from '../components/parts.tsx';
import {useTitle} from '../components/useTitle.ts';
import {duration, money, stageName} from '../model/words.ts';
import {clearFilters, RunFilters, useRunsPath} from '../run/RunFilters.tsx';
import {RunStatus, timeOf} from '../run/RunHead.tsx';
import {openRow} from '../components/openRow.ts';

export function RunRow({run}: {run: RunSummary}) {
  const now = useNow(Math.floor);
  const address = run.state === 'running' ? `/live/${run.job_id}` : `/runs/${run.id}`;
  return <tr class="linked" onClick={openRow}>
    <td class="tight"><RunStatus run={run} word={run.state === 'running' ? stageName(run.stage) : undefined} /></td>
    <td class="main"><a class="title" data-row href={address} title={run.title}>{run.title}</a>
      <span class="under"><span>{run.ticket_key}</span><span>·</span><span class="clip">{run.repository}</span>{run.repairs > 0 && <><span>·</span><span>{run.repairs} repair{run.repairs > 1 && 's'}</span></>}</span></td>
    <td class="hide-m tight soft">{run.provider}</td>
    <td class="hide-m number">{run.changed_files ? <Counts plus={run.additions} minus={run.deletions} /> : <span class="faint">none</span>}</td>
    <td class="hide-l number">{money(run.cost_usd)}</td>
    <td class="hide-s number">{duration(timeOf(run, now))}</td>
    <td class="number soft"><Time at={run.started_at} /></td>
  </tr>;
}

export function RunsPage() {
  useTitle('Runs');
  const {path, isFiltered} = useRunsPath();
  const list = usePaged<RunSummary>(path, jobEvents);
  return <>
    <PageHead title="Runs">Every execution of a job, newest first.</PageHead>
    <RunFilters />
    <Loaded from={list} lines={8}>{() => <div class="table-wrap">{list.items.length
      ? <table class="table"><thead><tr><th>Outcome</th><th>Ticket</th><th class="hide-m">Provider</th><th class="hide-m number">Lines</th><th class="hide-l number">Cost</th><th class="hide-s number">Time</th><th class="number">Started</th></tr></thead>
          <tbody>{list.items.map(run => <RunRow key={run.id} run={run} />)}</tbody></table>
      : isFiltered ? <Empty icon={SearchX} title="No run fits these filters" actions={<button type="button" class="button" onClick={clearFilters}>Clear the filters</button>} />
      : <Empty icon={Play} title="Nothing has run yet" actions={<a class="button primary" href="/tickets?new=1">Write a ticket</a>}>A run begins when a ticket is queued and an executor takes it.</Empty>}
    </div>}</Loaded>
    <More list={list} />
  </>;
}
