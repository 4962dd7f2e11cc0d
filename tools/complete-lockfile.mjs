#!/usr/bin/env node
// Completes package-lock.json: a registry that lacks some platforms' packages makes npm leave them out of the lockfile,
// and `npm ci` then refuses it on every machine. They are optional and pinned exactly by their parents, so their
// entries can be written without asking. Run after every `npm install` that changes dependencies.
import { readFileSync, writeFileSync } from 'node:fs';

const PLATFORMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

const file = 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = [];

for (const parent of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    const words = name.split(/[/-]/);
    const os = PLATFORMS.find((platform) => words.includes(platform));
    const cpu = PROCESSORS.find((processor) => words.includes(processor));
    if (lock.packages[path] || !os || !EXACT.test(version)) continue;
    lock.packages[path] = {
      version,
      ...(cpu ? { cpu: [cpu] } : {}),
      ...(parent.dev ? { dev: true } : {}),
      ...(words.includes('musl') ? { libc: ['musl'] } : {}),
      optional: true,
      os: [os],
    };
    added.push(name);
  }
}

lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length > 0 ? `added ${added.length}: ${added.join(', ')}` : 'nothing was missing');
