import type { JSX } from 'preact';
import type { JournalEntry } from '../../api/types';
import { causeOf, changeOf } from '../../model/journal';
import { Table } from '../../ui/table';
import { Time } from '../../ui/text';

/** Every change of the run and of its steps, and what brought it about. */
export const Journal = ({ entries }: { readonly entries: readonly JournalEntry[] }): JSX.Element => (
  <Table
    caption="Journal"
    rows={entries}
    keyOf={({ sequence }) => sequence}
    columns={[
      {
        title: 'What',
        cell: (entry) => (
          <>
            {changeOf(entry)}
            <span class="sub only-narrow">{causeOf(entry.cause)}</span>
            {entry.error ? <span class="sub error-line">{entry.error}</span> : null}
          </>
        ),
      },
      { title: 'Because', leaves: 1, cell: ({ cause }) => <span title={cause?.id}>{causeOf(cause)}</span> },
      { title: 'When', cell: ({ at }) => <Time at={at} /> },
      { title: '#', numeric: true, leaves: 1, cell: ({ sequence }) => <span class="muted">{sequence}</span> },
    ]}
  />
);
