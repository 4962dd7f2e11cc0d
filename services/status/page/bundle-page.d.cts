import type { PageFile } from './serve/page-file';

/** Bundles the page: the document, its script, its style sheet and its icon. */
export declare const bundlePage: () => Promise<PageFile[]>;
