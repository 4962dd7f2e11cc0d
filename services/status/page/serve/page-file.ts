/** A file of the page as the bundler made it. */
export interface PageFile {
  /** Below the page's address; empty for the document itself. */
  readonly path: string;
  readonly contentType: string;
  /** Quoted, as the header has it; of the content. */
  readonly etag: string;
  /** The content, compressed by gzip, in base64. */
  readonly gzip: string;
}
