/** A table of records under one row of headings, named for people who do not see it. */
import { Fragment, type ReactNode } from 'react';
import { TableFrame } from './table-frame.js';

/** A heading; `number` columns stand to the right. */
export type Column = ReactNode | { readonly name: ReactNode; readonly number: true };

const isNumber = (column: Column): column is { readonly name: ReactNode; readonly number: true } =>
  typeof column === 'object' && column !== null && 'number' in column;

type Props = {
  readonly label: string;
  /** Shown above the headings; without it the label is read out only. */
  readonly caption?: string;
  readonly columns: readonly Column[];
  readonly className?: string;
  readonly frameClassName?: string;
  /** The rows. */
  readonly children: ReactNode;
};

export function ListTable({ label, caption, columns, className, frameClassName, children }: Props): ReactNode {
  return (
    <TableFrame label={label} {...(frameClassName === undefined ? {} : { className: frameClassName })}>
      <table className={className === undefined ? 'list-table' : `list-table ${className}`}>
        {caption === undefined ? <caption className="visually-hidden">{label}</caption> : <caption>{caption}</caption>}
        <thead>
          <tr>
            {columns.map((column, place) => (
              <Fragment key={place}>
                {isNumber(column) ? (
                  <th scope="col" className="num">
                    {column.name}
                  </th>
                ) : (
                  <th scope="col">{column}</th>
                )}
              </Fragment>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </TableFrame>
  );
}
