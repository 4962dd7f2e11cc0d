import type { JSX } from 'preact';
import type { Run } from '../../api/types';
import { consoleOf } from '../../model/places';
import { Empty, Panel } from '../../ui/layout';
import { Table } from '../../ui/table';
import { Code, Command } from '../../ui/text';

/** Where the run wrote. */
export const Outputs = ({ run }: { readonly run: Run }): JSX.Element => {
  const areas = Object.entries(run.outputs);
  return (
    <Panel title="Outputs">
      {areas.length === 0 ? (
        <Empty>No step has reported outputs.</Empty>
      ) : (
        <>
          <Table
            caption="Outputs"
            rows={areas}
            keyOf={([area]) => area}
            columns={[
              { title: 'Area', cell: ([area]) => <span class="name">{area}</span> },
              { title: 'Where', cell: ([, uri]) => <Place uri={uri} /> },
            ]}
          />
          <Command line={`npx relay outputs ${run.runId} --download out/`} />
        </>
      )}
    </Panel>
  );
};

const Place = ({ uri }: { readonly uri: string }): JSX.Element => {
  const link = consoleOf(location.pathname)?.s3(uri) ?? null;
  return link === null ? (
    <Code>{uri}</Code>
  ) : (
    <a href={link} target="_blank" rel="noreferrer">
      <Code>{uri}</Code>
    </a>
  );
};
