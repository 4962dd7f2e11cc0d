/** Where an object under `metrics/` that is no report is put aside, and the reason beside it. */
export const quarantineKeysOf = (key: string): { readonly copy: string; readonly reason: string } => ({
  copy: `quarantine/${key}`,
  reason: `quarantine/${key}.reason.json`,
});
