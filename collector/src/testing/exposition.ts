export interface Series {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\\\\n]|\\\\[\\\\n"])*)"';
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)\\})? (\\S+)$`);

/**
 * Reads Prometheus' text format strictly.
 * @throws Error for a line that is none, a family told twice, a sample outside its family, a series told twice.
 */
export function parseExposition(text: string): Series[] {
  const series: Series[] = [];
  const [families, seen] = [new Set<string>(), new Set<string>()];
  let family = '';
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const described = new RegExp(`^# (HELP|TYPE) (${NAME}) .+$`).exec(line);
    if (described) {
      family = described[2] ?? '';
      const key = `${described[1]} ${family}`;
      refuse(families.has(key), `told twice: ${line}`);
      families.add(key);
      continue;
    }
    const [, name = '', labels = ''] = SAMPLE.exec(line) ?? [];
    const value = Number(line.slice(line.lastIndexOf(' ') + 1).replace('+Inf', 'Infinity'));
    const suffix = name.slice(family.length);
    refuse(name === '' || Number.isNaN(value), `not a sample: ${line}`);
    refuse(
      !name.startsWith(family) || !['', '_bucket', '_sum', '_count'].includes(suffix),
      `outside ${family}: ${line}`
    );
    refuse(seen.has(`${name}{${labels}}`), `told twice: ${line}`);
    seen.add(`${name}{${labels}}`);
    series.push({ name, labels: labelsOf(labels), value });
  }
  return series;
}

function labelsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(new RegExp(LABEL, 'g'))].map(([, key = '', value = '']) => [
      key,
      value.replace(/\\(.)/g, (_, escaped) => (escaped === 'n' ? '\n' : String(escaped))),
    ])
  );
}

function refuse(wrong: boolean, message: string): void {
  if (wrong) {
    throw new Error(message);
  }
}
