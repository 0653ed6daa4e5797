import { encodeAttribute, RESOURCE, resourceAttributes } from './resource.ts';

/** What Claude Code has to be told so that its telemetry comes here. */
export interface Variable {
  name: string;
  value: string;
}

export interface Wish {
  /** Of the collector, without a slash at the end. */
  url: string;
  /** Whether it asks for a key. */
  keyed: boolean;
  swarm: string;
  topology?: string;
}

/** A variable as it is set, and by whom. */
export interface Setting {
  value: string;
  /** A file, or "environment". */
  from: string;
}
export type Settings = ReadonlyMap<string, Setting>;

export interface Judgement {
  name: string;
  state: 'ok' | 'missing' | 'wrong' | 'note';
  /** Never holds a secret: of headers only whether they are there. */
  message: string;
}

const HEADERS = 'OTEL_EXPORTER_OTLP_HEADERS';

/** The variables to set. The key is named by its variable, never by its value. */
export function wantedVariables({ url, keyed, swarm, topology }: Wish): Variable[] {
  const attributes = [
    `swarm.id=${encodeAttribute(swarm)}`,
    ...(topology === undefined ? [] : [`swarm.topology=${encodeAttribute(topology)}`]),
  ];
  return [
    { name: 'CLAUDE_CODE_ENABLE_TELEMETRY', value: '1' },
    { name: 'OTEL_METRICS_EXPORTER', value: 'otlp' },
    { name: 'OTEL_LOGS_EXPORTER', value: 'otlp' },
    { name: 'OTEL_EXPORTER_OTLP_PROTOCOL', value: 'http/json' },
    { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: url },
    { name: RESOURCE, value: attributes.join(',') },
    ...(keyed ? [{ name: HEADERS, value: 'Authorization=Bearer $CLAUDE_FLOW_PERF_KEY' }] : []),
  ];
}

/** As a POSIX shell reads it. The reference to the key's variable is left for the shell to fill in. */
export function shellLines(variables: readonly Variable[]): string[] {
  return variables.map(({ name, value }) =>
    name === HEADERS
      ? `export ${name}="${value}"`
      : `export ${name}=${/^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`}`
  );
}

/** What a settings file may hold: it is committed and shared, so no key goes there. */
export function settingsBlock(variables: readonly Variable[]): Record<string, string> {
  return Object.fromEntries(variables.flatMap(({ name, value }) => (name === HEADERS ? [] : [[name, value]])));
}

/** Compares what is set with what is needed. */
export function judge(settings: Settings, wish: Wish): Judgement[] {
  return [
    equal(settings, 'CLAUDE_CODE_ENABLE_TELEMETRY', (value) => /^(?:1|true|yes|on)$/i.test(value), '1'),
    ...['METRICS', 'LOGS'].map((signal) =>
      equal(
        settings,
        `OTEL_${signal}_EXPORTER`,
        (value) =>
          value
            .split(',')
            .map((part) => part.trim())
            .includes('otlp'),
        'otlp'
      )
    ),
    ...['METRICS', 'LOGS'].flatMap((signal) => signalJudgements(settings, wish, signal)),
    ...resourceJudgements(settings),
    ...(wish.keyed ? headerJudgements(settings) : []),
    ...privacyJudgements(settings),
  ];
}

/** Protocol and address of one signal; what both share is told once, with the metrics. */
function signalJudgements(settings: Settings, { url }: Wish, signal: string): Judgement[] {
  const own = (suffix: string) => settings.has(`OTEL_EXPORTER_OTLP_${signal}_${suffix}`);
  const name = (suffix: string) => `OTEL_EXPORTER_OTLP_${own(suffix) ? `${signal}_` : ''}${suffix}`;
  const path = `/v1/${signal.toLowerCase()}`;
  const judged = [
    protocol(settings, name('PROTOCOL')),
    equal(
      settings,
      name('ENDPOINT'),
      (value) => sameAddress(value, own('ENDPOINT') ? `${url}${path}` : url),
      own('ENDPOINT') ? `${url}${path}` : url
    ),
  ];
  return judged.filter(({ name: told }) => signal === 'METRICS' || told.includes(signal));
}

function protocol(settings: Settings, name: string): Judgement {
  const setting = settings.get(name);
  if (setting?.value === 'grpc') {
    return {
      name,
      state: 'note',
      message: `grpc (${setting.from}) needs the input "otlp-grpc" and its port 4317; http/json needs nothing`,
    };
  }
  return equal(settings, name, (value) => value === 'http/json' || value === 'http/protobuf', 'http/json');
}

function equal(settings: Settings, name: string, fits: (value: string) => boolean, wanted: string): Judgement {
  const setting = settings.get(name);
  if (setting === undefined || setting.value === '') {
    return { name, state: 'missing', message: `not set; needs ${wanted}` };
  }
  const shown = withoutCredentials(setting.value);
  return fits(setting.value)
    ? { name, state: 'ok', message: `${shown} (${setting.from})` }
    : { name, state: 'wrong', message: `is ${shown} (${setting.from}); needs ${wanted}` };
}

function resourceJudgements(settings: Settings): Judgement[] {
  const setting = settings.get(RESOURCE);
  return [
    resourceAttributes(setting?.value ?? '').has('swarm.id')
      ? { name: RESOURCE, state: 'ok', message: `names the swarm (${setting?.from ?? ''})` }
      : { name: RESOURCE, state: 'missing', message: 'names no swarm.id: each session will be a swarm of its own' },
  ];
}

function headerJudgements(settings: Settings): Judgement[] {
  const setting = settings.get(HEADERS);
  const carries = /(?:^|,)\s*authorization\s*=\s*bearer(?:\s|%20)+\S/i.test(setting?.value ?? '');
  return [
    carries
      ? { name: HEADERS, state: 'ok', message: `carries a key (${setting?.from ?? ''}); its value is not shown` }
      : {
          name: HEADERS,
          state: setting ? 'wrong' : 'missing',
          message: 'carries no "Authorization=Bearer <key>", which the collector asks for',
        },
  ];
}

function privacyJudgements(settings: Settings): Judgement[] {
  const names = [
    'OTEL_LOG_USER_PROMPTS',
    'OTEL_LOG_ASSISTANT_RESPONSES',
    'OTEL_LOG_TOOL_DETAILS',
    'OTEL_LOG_TOOL_CONTENT',
    'OTEL_LOG_RAW_API_BODIES',
  ];
  return names.flatMap((name) => {
    const setting = settings.get(name);
    return setting !== undefined && /^(?:1|true|yes|on)$/i.test(setting.value)
      ? [
          {
            name,
            state: 'note' as const,
            message: `is on (${setting.from}): it sends what people wrote, and nothing here reads it`,
          },
        ]
      : [];
  });
}

/** Loopback has several names. */
function sameAddress(text: string, wanted: string): boolean {
  const [a, b] = [text, wanted].map(normalized);
  return a !== undefined && a === b;
}

function normalized(text: string): string | undefined {
  if (!URL.canParse(text)) {
    return undefined;
  }
  const { protocol: scheme, hostname, port, pathname } = new URL(text);
  const host = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname) ? 'loopback' : hostname;
  return `${scheme}//${host}:${port}${pathname.replace(/\/+$/, '')}`;
}

function withoutCredentials(value: string): string {
  return value.replace(/\/\/[^/@\s]*@/, '//').slice(0, 200);
}
