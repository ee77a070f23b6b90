/** A list read page by page: waiting, empty, or its table with the way to more. */
import type { InfiniteData } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { rowsOf } from '../api/queries.js';
import type { Page } from '../api/types.js';
import { ListTable, type Column } from './list-table.js';
import { MoreButton, type MorePages } from './more-button.js';
import { Loaded, Nothing, type Query } from './waiting.js';

type Props<Row> = {
  readonly pages: Query<InfiniteData<Page<Row>>> & MorePages;
  readonly label: string;
  /** Why there may be nothing. */
  readonly empty: string;
  /** What to do then. */
  readonly emptyAct?: ReactNode;
  readonly columns: readonly Column[];
  readonly children: (row: Row) => ReactNode;
};

export function PagedTable<Row>({ pages, label, empty, emptyAct, columns, children }: Props<Row>): ReactNode {
  return (
    <Loaded query={pages}>
      {(data) =>
        rowsOf(data).length === 0 ? (
          <Nothing why={empty}>{emptyAct}</Nothing>
        ) : (
          <>
            <ListTable label={label} columns={columns}>
              {rowsOf(data).map(children)}
            </ListTable>
            <MoreButton pages={pages} />
          </>
        )
      }
    </Loaded>
  );
}
