import { TARGET_KINDS } from './target.ts';

const ATTEMPTS = ['ok', 'error'] as const;
const OUTCOMES = ['delivered', 'dead', 'cancelled'] as const;

export interface Count {
  kind: string;
  outcome: string;
  value: number;
}

/** Counts since the start. Every label set begins at 0, or the first failure would not show in `increase()`. */
export class DeliveryCounts {
  private readonly attempts = zeros(ATTEMPTS);
  private readonly outcomes = zeros(OUTCOMES);

  attempted(kind: string, outcome: (typeof ATTEMPTS)[number]): void {
    count(this.attempts, kind, outcome);
  }

  ended(kind: string, outcome: string): void {
    count(this.outcomes, kind, outcome);
  }

  read(): { attempts: Count[]; outcomes: Count[] } {
    return { attempts: [...this.attempts.values()], outcomes: [...this.outcomes.values()] };
  }
}

function zeros(outcomes: readonly string[]): Map<string, Count> {
  const all = [...TARGET_KINDS, 'unknown'].flatMap((kind) => outcomes.map((outcome) => ({ kind, outcome, value: 0 })));
  return new Map(all.map((each) => [`${each.kind} ${each.outcome}`, each]));
}

function count(counts: Map<string, Count>, kind: string, outcome: string): void {
  const found = counts.get(`${kind} ${outcome}`);
  if (found) {
    found.value += 1;
  }
}
