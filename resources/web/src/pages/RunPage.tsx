import {RunBody} from '../run/RunBody.tsx';
import {RunHead} from '../run/RunHead.tsx';
import {useRun} from '../run/useRun.ts';
import {Loaded} from '../components/parts.tsx';
import {useTitle} from '../components/useTitle.ts';

export function RunPage({id}: {id: string}) {
  const live = useRun(id);
  useTitle(live.value ? `${live.value.run.ticket_key} ${live.value.run.title}` : 'Run');
  return <Loaded from={live} lines={9}>{view => <>
    <RunHead run={view.run} signInHosts={view.sign_in_hosts} place="run" />
    <RunBody live={{...live, value: view}} />
  </>}</Loaded>;
}
