import { BootstrapFailure } from './failure.mjs';

/**
 * The Node releases that the deploy tool (osls 4) runs on: 20.19+, 22.13+, 24 and later.
 *
 * @param {string} version - like `20.19.4`
 */
export const isSupportedNode = (version) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major === 20) return minor >= 19;
  if (major === 22) return minor >= 13;
  return major >= 24;
};

/**
 * @param {string} version
 * @throws {BootstrapFailure} where this Node cannot run the product
 */
export const checkNode = (version) => {
  if (isSupportedNode(version)) return;
  throw new BootstrapFailure(
    `Glue Relay needs Node 20.19 or later (of 22: 22.13 or later; odd releases below 24 are not supported); this is Node ${version}.`,
    'install a supported Node, for example the current LTS, and start again.',
  );
};
