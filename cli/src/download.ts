import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { OperationError } from './failures';

/**
 * File of an object below a folder, in the same tree as its key.
 *
 * @throws OperationError where the key would lead out of the folder
 */
export const fileOfKey = (dir: string, key: string): string => {
  const file = resolve(dir, join('.', key));
  const inside = relative(resolve(dir), file);
  const isInside = inside !== '' && !isAbsolute(inside) && !inside.split(/[/\\]/).includes('..');
  if (!isInside || key.split('/').includes('..') || key.includes('\0'))
    throw new OperationError(`The key "${key}" would lead out of ${dir}; nothing was written for it.`);
  return file;
};

/** Writes an object to a file; the file appears when it is whole. */
export const downloadObject = async (
  s3: S3Client,
  bucket: string,
  key: string,
  file: string,
  signal: AbortSignal,
): Promise<void> => {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
  if (!Body) throw new OperationError(`S3 sent nothing for s3://${bucket}/${key}.`);
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.part`;
  try {
    await pipeline(Body as Readable, createWriteStream(temporary), { signal });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
};
