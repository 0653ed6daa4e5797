import { pino, type Logger } from 'pino';

export type { Logger };

/** JSON lines on standard error, so that standard output stays what a command answers. Nothing of a request's content is logged. */
export function createLog(level: string = process.env['LOG_LEVEL'] ?? 'info'): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: ['req.headers.authorization', 'key'] },
    pino.destination(2)
  );
}
