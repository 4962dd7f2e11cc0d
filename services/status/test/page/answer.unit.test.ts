import { gunzipSync, gzipSync } from 'node:zlib';
import { pageAnswer } from '../../page/serve/answer';
import type { PageFile } from '../../page/serve/page-file';

const SCRIPT = 'console.log("page")';
const files: PageFile[] = [
  { path: '', contentType: 'text/html; charset=utf-8', etag: '"d"', gzip: gzipSync('<!doctype html>').toString('base64') },
  {
    path: 'assets/page.js',
    contentType: 'text/javascript; charset=utf-8',
    etag: '"s"',
    gzip: gzipSync(SCRIPT).toString('base64'),
  },
];
const ask = (path: string, acceptEncoding = '', ifNoneMatch = '') => pageAnswer(files, { path, acceptEncoding, ifNoneMatch });

it('answers with a file, compressed for whoever takes that', () => {
  const compressed = ask('assets/page.js', 'br, gzip');
  expect(compressed.headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-type': 'text/javascript; charset=utf-8',
    etag: '"s"',
  });
  expect(gunzipSync(compressed.body).toString()).toBe(SCRIPT);
  const plain = ask('assets/page.js');
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(plain.body.toString()).toBe(SCRIPT);
});

it.each(['"d"', 'W/"d"', '"x", "d"'])('answers 304 without a body to one who has it as %s', (tag) => {
  expect(ask('', 'gzip', tag)).toMatchObject({ status: 304, body: Buffer.alloc(0) });
});

it('answers 404 for what it does not have, and never reads a path', () => {
  for (const path of ['assets/../../../etc/passwd', 'assets/other.js', 'assets/']) expect(ask(path).status).toBe(404);
});

it('sends its policy with every answer', () => {
  for (const { headers } of [ask(''), ask('', '', '"d"'), ask('assets/none')]) {
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
  }
});
