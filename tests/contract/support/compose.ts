import { z } from 'zod';

const service = z.strictObject({
  image: z.string(),
  build: z.strictObject({ context: z.string(), dockerfile: z.string() }).optional(),
  restart: z.literal('unless-stopped'),
  command: z.string().optional(),
  ports: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
  volumes: z.array(
    z.union([
      z.string(),
      z.strictObject({
        type: z.literal('bind'),
        source: z.string(),
        target: z.string(),
        read_only: z.literal(true),
        bind: z.strictObject({ create_host_path: z.literal(false) }),
      }),
    ])
  ),
  read_only: z.literal(true),
  tmpfs: z.array(z.string()),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.array(z.string()),
  stop_grace_period: z.string().optional(),
  healthcheck: z.strictObject({
    test: z.array(z.string()).min(2),
    interval: z.string(),
    timeout: z.string(),
    start_period: z.string(),
    retries: z.number(),
  }),
  networks: z.array(z.string()).min(1),
});

/** The form of our compose file, which is stricter than Compose's own. */
export const composeFile = z.strictObject({
  name: z.string(),
  services: z.strictObject({ grafana: service, collector: service }),
  networks: z.record(z.string(), z.strictObject({ driver: z.literal('bridge') })),
  volumes: z.record(z.string(), z.null()),
});

/**
 * Compose's substitution of `${NAME}`, `${NAME:-default}`, `${NAME:+if set}` and `${NAME:?message}`; empty counts as unset.
 *
 * @throws Error with the message when a required variable is not set.
 */
export function substitute(text: string, environment: Record<string, string>): string {
  return text.replace(/\$\{(\w+)(?::([-+?])([^}]*))?\}/g, (_, name: string, kind: string | undefined, rest = '') => {
    const value = environment[name] ?? '';
    if (kind === '?' && value === '') {
      throw new Error(`${name}: ${rest}`);
    }
    if (kind === '+') {
      return value === '' ? '' : rest;
    }
    return kind === '-' && value === '' ? rest : value;
  });
}
