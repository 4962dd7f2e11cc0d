declare module 'page-files' {
  import type { PageFile } from './page-file';

  /** Made by `page-plugin.cjs` while the function is bundled. */
  export const files: readonly PageFile[];
}
