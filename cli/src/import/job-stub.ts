/** A script that has to be brought along: its name in `jobs/`, and where it lies now. */
export interface ScriptToBring {
  readonly name: string;
  readonly from: string | null;
}

/** Stands in for a script until it is brought along. */
export const jobStub = ({ name, from }: ScriptToBring): string => `"""Stands in for the workflow's own script.

Read --input, write below --output_root, and end with a report (relay_job does both for you; see glue/demand-forecast/jobs).
"""

raise NotImplementedError("jobs/${name}: bring the script${from ? ` from ${from}` : ''} here")
`;
