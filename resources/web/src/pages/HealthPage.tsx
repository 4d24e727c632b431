import {CircleCheck, CircleX, TriangleAlert} from 'lucide-preact';
import {useResource} from '../api/resource.ts';
import type {Dashboard, Health} from '../api/types.ts';
import {Loaded, PageHead, Status, Time} from '../components/parts.tsx';
import {plain, plural} from '../model/words.ts';

const signs = {ok: CircleCheck, warning: TriangleAlert, failing: CircleX};
const order = ['failing', 'warning', 'ok'];

function sentence(health: Health): string {
  const bad = health.checks.filter(check => check.status !== 'ok').length;
  return bad ? `${plural(bad, 'check')} of ${health.checks.length} want${bad === 1 ? 's' : ''} attention.` : 'Everything that is checked is as it should be.';
}

export function HealthPage() {
  const health = useResource<Health>('/health');
  const dashboard = useResource<Dashboard>('/dashboard');
  return <>
    <PageHead title="Health" actions={<button type="button" class="button" onClick={() => void health.reload()}>Check again</button>}>
      {health.value && sentence(health.value)}</PageHead>
    <div class="stack wider">
      <Loaded from={health}>{value => <div class="card"><ul class="checks">
        {[...value.checks].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status)).map(check => {
          const Sign = signs[check.status as keyof typeof signs] ?? TriangleAlert;
          return <li key={check.name}><Sign size={16} class={check.status} aria-label={check.status} /><span class="strong">{plain(check.name)}</span>
            <span class="seen soft">{check.seen}</span><Time at={check.checked_at} class="faint tiny" />
            {check.remedy && <span class="remedy">{check.remedy}</span>}</li>;
        })}
      </ul></div>}</Loaded>
      {dashboard.value && <section class="stack"><h2>Executors</h2>
        <div class="table-wrap" tabIndex={0} role="region" aria-label="Executors"><table class="table"><thead><tr><th>Name</th><th>State</th><th class="hide-s">Sandbox</th><th class="hide-m">Version</th><th class="hide-s">Run</th><th class="number">Last seen</th></tr></thead>
          <tbody>{dashboard.value.executors.map(executor => <tr key={executor.id}><td>{executor.name}</td>
            <td><Status state={executor.state === 'away' ? 'failing' : executor.state} word={plain(executor.state)} /></td><td class="hide-s">{executor.sandbox || 'unknown'}</td><td class="hide-m">{executor.version}</td>
            <td class="hide-s">{executor.run_id ? <a href={`/runs/${executor.run_id}`}>open</a> : <span class="faint">none</span>}</td><td class="number"><Time at={executor.last_seen_at} /></td></tr>)}
            {!dashboard.value.executors.length && <tr><td colSpan={6} class="soft">No executor is connected. Jobs wait until one is; look at the log of the worker.</td></tr>}</tbody></table></div>
      </section>}
    </div>
  </>;
}
