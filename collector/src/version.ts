import manifest from '../package.json' with { type: 'json' };

export const VERSION: string = manifest.version;
export const SERVICE = 'claude-flow-performance';
/** Raised when a client of an older version could no longer understand the answers. */
export const API_VERSION = 1;
