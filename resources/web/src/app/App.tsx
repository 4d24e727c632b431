import {useEffect} from 'preact/hooks';
import {pages} from '../pages/index.ts';
import {LoginPage} from '../pages/LoginPage.tsx';
import {NotFoundPage} from '../pages/NotFoundPage.tsx';
import {connection} from './connection.ts';
import {identity, readIdentity} from './identity.ts';
import {match, place} from './router.ts';
import {Shell} from './Shell.tsx';
import {useStore} from './store.ts';

export function App() {
  const who = useStore(identity);
  const {path} = useStore(place);
  useEffect(() => {
    void readIdentity();
    return connection.follow(state => state === 'online' && identity.value === undefined && void readIdentity());
  }, []);
  for (const page of pages) {
    const fields = match(page.path, path);
    if (!fields) continue;
    const {component: Component} = page;
    if (who === null) break;
    return <Shell isFull={page.isFull}>{who === undefined ? null : <Component key={page.path} {...fields} />}</Shell>;
  }
  if (who === null) return <LoginPage />;
  return <Shell><NotFoundPage /></Shell>;
}
