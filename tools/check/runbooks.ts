import { existsSync, readFileSync } from 'node:fs';

/** `Runbook FILE#anchor` or `Runbook: FILE, "Title of its section"`. */
const RUNBOOK = /Runbook:? (?<file>\S+?\.md)(?:#(?<anchor>[\w-]+)|, "(?<title>[^"]+)")/;

/** What is wrong with where an alarm's description sends people: nothing, where the section is there. */
export const runbookFaults = (description: string): string[] => {
  const { file, anchor, title } = RUNBOOK.exec(description)?.groups ?? {};
  if (file === undefined) return [`names no runbook ("${description}")`];
  if (!existsSync(file)) return [`its runbook ${file} is not there`];
  const wanted = anchor ?? slugOf(title ?? '');
  return sectionsOf(readFileSync(file, 'utf8')).includes(wanted) ? [] : [`${file} has no section #${wanted}`];
};

/** Anchors of a Markdown text, as GitHub makes them of its headings; a paragraph that begins in bold counts too. */
const sectionsOf = (text: string): string[] =>
  [...text.matchAll(/^(?:#+ (?<heading>.+)$|\*\*(?<bold>[^*]+)\*\*)/gm)].map(({ groups }) =>
    slugOf(groups?.heading ?? groups?.bold ?? ''),
  );

const slugOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
