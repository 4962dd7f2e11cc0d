import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { launch } from 'puppeteer-core';

/** Names under which systems install a Chromium, and where macOS has it. */
const INSTALLED = ['chromium', 'chromium-browser', 'google-chrome'];
const ON_MACOS = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** A headless browser: one that is installed, else the one that comes as a package, which runs on Linux on x64 and arm64. */
export const startBrowser = async (): Promise<Browser> =>
  launch({
    executablePath: installed() ?? (await packaged()),
    headless: 'shell',
    // CI runs as root in containers, where Chromium's sandbox cannot; it opens this repository's page only.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--hide-scrollbars', '--font-render-hinting=none'],
    // Whatever the machine's own locale: C would become a language tag that is none.
    env: { ...process.env, LANG: 'en_US.UTF-8', LC_ALL: 'en_US.UTF-8', TZ: 'Europe/Berlin' },
  });

const packaged = async (): Promise<string> => {
  // Makes the package bring the libraries along too (NSS, which a bare Linux lacks), as it does in a Lambda function.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x';
  return (await import('@sparticuz/chromium')).default.executablePath();
};

const installed = (): string | null =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => INSTALLED.map((name) => join(folder, name)))
    .concat(ON_MACOS)
    .find(isExecutable) ?? null;

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
