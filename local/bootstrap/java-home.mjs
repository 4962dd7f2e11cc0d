import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Spark 3.5 and Glue 5.0 run on Java 17. */
export const JAVA_MAJOR = 17;

/**
 * Home and major version in the output of `java -XshowSettings:properties -version`.
 *
 * @param {string} settings
 */
export const parseJavaSettings = (settings) => ({
  home: /^\s*java\.home = (.+)$/m.exec(settings)?.[1]?.trim(),
  major: Number(/^\s*java\.specification\.version = (?:1\.)?(\d+)/m.exec(settings)?.[1] ?? 0),
});

/**
 * Home of a Java 17 that is at hand: JAVA_HOME, else `java` on the PATH.
 *
 * @param {import('./run-tool.mjs').Runner} runner
 * @returns {Promise<string | undefined>}
 */
export const findJava = async (runner) => {
  const fromHome = runner.env.JAVA_HOME ? [join(runner.env.JAVA_HOME, 'bin', 'java')].filter((java) => existsSync(java)) : [];
  for (const candidate of [...fromHome, 'java']) {
    const { code, output } = await runner.attempt(candidate, ['-XshowSettings:properties', '-version']);
    const { home, major } = parseJavaSettings(output);
    if (code === 0 && major === JAVA_MAJOR && home) return home;
  }
  return undefined;
};
