/** The command that runs a rejected file as it is; NAME is to be filled in where no pipeline could be told. */
export const acceptCommand = ({ runId, pipeline }: { readonly runId: string; readonly pipeline: string | null }): string =>
  `relay quarantine accept ${runId}${pipeline === null ? ' --pipeline NAME' : ''}`;
