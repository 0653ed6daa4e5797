/**
 * List prices of Claude models for requests whose sender tells tokens but no cost. What comes of them is an estimate: nobody's
 * discount or plan is in it.
 *
 * Source: platform.claude.com/docs/en/about-claude/pricing, read in November 2026. `claude-sonnet-5` is priced as Claude Code
 * 2.1.197 itself prices it (its standard price; the page still showed the lower one of its introduction).
 */

/** USD per million tokens. */
interface Price {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
}

interface PriceLine extends Price {
  models: readonly string[];
  /** The line holds from this time on, epoch ms; without it, always. */
  since?: number;
  /** Of a longer prompt (input with cache reads and writes) the price is another one: told here, or not known. */
  longPrompt?: { above: number; price?: Price };
}

const MILLION = 1_000_000;
/** USD each. */
const WEB_SEARCH = 0.01;

/** Cache prices follow the input's unless told: reads a tenth, writes for 5 minutes 5/4, for an hour twice. */
function price(input: number, output: number, cacheRead = input / 10): Price {
  return { input, output, cacheRead, cacheWrite5m: input * 1.25, cacheWrite1h: input * 2 };
}

/** Later lines of a model replace earlier ones from their `since` on. */
const PRICES: readonly PriceLine[] = [
  { models: ['claude-fable-5-1', 'claude-mythos-5-1'], ...price(10, 50, 0.25) },
  { models: ['claude-fable-5', 'claude-mythos-5'], ...price(10, 50) },
  { models: ['claude-opus-5-5'], ...price(4, 20, 0.2) },
  {
    models: ['claude-opus-5', 'claude-opus-4-8', 'claude-opus-4-7', 'claude-opus-4-6', 'claude-opus-4-5'],
    ...price(5, 25),
  },
  { models: ['claude-opus-4-1', 'claude-opus-4', 'claude-opus-4-0', 'claude-3-opus'], ...price(15, 75) },
  { models: ['claude-sonnet-5-5'], ...price(2, 10) },
  { models: ['claude-sonnet-5-5'], since: Date.UTC(2026, 9, 7), ...price(2, 10, 0.1) },
  { models: ['claude-sonnet-5', 'claude-sonnet-4-6', 'claude-3-7-sonnet', 'claude-3-5-sonnet'], ...price(3, 15) },
  {
    models: ['claude-sonnet-4-5', 'claude-sonnet-4', 'claude-sonnet-4-0'],
    ...price(3, 15),
    longPrompt: { above: 200_000 },
  },
  { models: ['claude-haiku-5-5'], ...price(0.1, 0.5), longPrompt: { above: 100_000, price: price(0.5, 2.5) } },
  { models: ['claude-haiku-4-5'], ...price(1, 5) },
  { models: ['claude-3-5-haiku'], ...price(0.8, 4) },
  {
    models: ['claude-3-haiku'],
    input: 0.25,
    output: 1.25,
    cacheRead: 0.03,
    cacheWrite5m: 0.3,
    cacheWrite1h: 0.5,
  },
];

/** Tokens of one request. Those written to the cache for an hour are part of `cacheCreation`. */
export interface PricedUsage {
  input: number;
  output: number;
  cacheRead: number;
  cacheCreation: number;
  cacheCreation1h?: number;
  webSearches?: number;
}

/**
 * List price of one request in USD; undefined when the model, or the price of so long a prompt, is not known.
 *
 * @param model as the API names it, with or without its date: `claude-haiku-4-5-20251001`
 * @param at when the request was made, epoch ms
 */
export function listCostUsd(model: string, usage: PricedUsage, at: number): number | undefined {
  const name = model.replace(/\[1m\]$/, '').replace(/-(?:\d{8}|latest)$/, '');
  const line = PRICES.filter((one) => one.models.includes(name) && (one.since ?? -Infinity) <= at).at(-1);
  const prompt = usage.input + usage.cacheRead + usage.cacheCreation;
  const isLong = line?.longPrompt !== undefined && prompt > line.longPrompt.above;
  const found = isLong ? line.longPrompt?.price : line;
  if (!found) {
    return undefined;
  }
  const hour = Math.min(usage.cacheCreation1h ?? 0, usage.cacheCreation);
  const tokens =
    usage.input * found.input +
    usage.output * found.output +
    usage.cacheRead * found.cacheRead +
    (usage.cacheCreation - hour) * found.cacheWrite5m +
    hour * found.cacheWrite1h;
  return tokens / MILLION + (usage.webSearches ?? 0) * WEB_SEARCH;
}
