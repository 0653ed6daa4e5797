import type { Setting, Wish } from './telemetry.ts';

export const RESOURCE = 'OTEL_RESOURCE_ATTRIBUTES';
/** Characters of a name that are told. */
const MOST_SHOWN = 200;

/** Commas, spaces and the like would end the value. */
export const encodeAttribute = encodeURIComponent;

/** The attributes of a value such as `swarm.id=shop,swarm.topology=mesh`. */
export function resourceAttributes(value: string): Map<string, string> {
  return new Map(
    value.split(',').map((pair) => {
      const [name = '', ...rest] = pair.split('=');
      return [name.trim(), decoded(rest.join('=').trim())] as const;
    })
  );
}

/**
 * Says where settings name another swarm or topology than a person asked for; undefined where they don't.
 * @param setting the resource attributes that count
 */
export function otherSwarm(
  setting: Setting | undefined,
  { swarm, topology }: Pick<Partial<Wish>, 'swarm' | 'topology'>
): string | undefined {
  if (setting === undefined) {
    return undefined;
  }
  const named = resourceAttributes(setting.value);
  const wanted = [
    ['swarm.id', swarm],
    ['swarm.topology', topology],
  ].flatMap(([name = '', value]) => (value === undefined || named.get(name) === value ? [] : [{ name, value }]));
  if (wanted.length === 0) {
    return undefined;
  }
  const there = wanted
    .map(({ name }) => `${name} ${named.has(name) ? `"${named.get(name)?.slice(0, MOST_SHOWN)}"` : 'not at all'}`)
    .join(' and ');
  const change = wanted.map(({ name, value }) => `${name}=${encodeAttribute(value)}`).join(',');
  return `names ${there} and stays so: for what you asked for, put ${change} into it in ${setting.from}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
