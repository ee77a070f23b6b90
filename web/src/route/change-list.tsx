/** What a version changes against another, place by place. */
import type { ReactNode } from 'react';
import type { Route } from '../../../domain/route/route.js';
import type { RouteChange } from '../api/types.js';
import { useWords } from '../i18n/i18n.js';
import { useSay } from '../i18n/use-say.js';
import { ListTable } from '../ui/list-table.js';

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

export function ChangeList({ changes, route }: { readonly changes: readonly RouteChange[]; readonly route: Route }): ReactNode {
  const { t } = useWords();
  const say = useSay();
  const place = (path: string): string => {
    const [first, second, ...rest] = path.split('/');
    const stage = first === 'stages' ? route.stages.find((candidate) => candidate.key === second) : undefined;
    const parts = stage === undefined ? path.split('/') : rest;
    const words = parts.map((part) => t(`route.part.${part}`, { defaultValue: part }));
    return [...(stage === undefined ? [] : [say(stage.name)]), ...words].join(' › ');
  };
  return (
    <ListTable label={t('route.changes')} className="changes" columns={[t('route.place'), t('route.before'), t('route.after')]}>
      {changes.map(({ path, kind, before, after }) => (
        <tr key={`${path} ${kind}`}>
          <th scope="row">
            {place(path)}
            <span className="sub-text">
              <code>{path}</code>
            </span>
          </th>
          <td>{kind === 'added' ? t('route.absent') : <del>{shown(before)}</del>}</td>
          <td>{kind === 'removed' ? t('route.absent') : <ins>{shown(after)}</ins>}</td>
        </tr>
      ))}
    </ListTable>
  );
}
