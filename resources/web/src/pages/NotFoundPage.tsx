import {Compass} from 'lucide-preact';
import {Empty} from '../components/parts.tsx';

export function NotFoundPage() {
  return <Empty heading="h1" icon={Compass} title="There is no such page" actions={<a class="button" href="/">Go to the dashboard</a>}>
    The address may be old or mistyped. <kbd>Ctrl K</kbd> finds tickets, runs and repositories by name.</Empty>;
}
