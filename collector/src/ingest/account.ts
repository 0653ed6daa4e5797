/** Why a record was not taken. */
export const REJECT_REASONS = [
  'malformed',
  'missing_time',
  'missing_value',
  'not_finite',
  'negative',
  'future',
  'wrong_unit',
  'unknown_name',
  'name_too_long',
  'line_too_long',
  'cumulative',
  'over_limit',
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

export interface Rejection {
  reason: RejectReason;
  /** A sentence about this record, without its content. */
  message: string;
}

export type InputState = 'starting' | 'waiting' | 'ok' | 'degraded';

export interface InputStatus {
  /** Unique name of the input: `claude-flow:<folder name>`, `otlp`. */
  id: string;
  kind: string;
  state: InputState;
  /** Why it is waiting or degraded, and what to do. */
  reason?: string;
  /** Event time of the newest record, epoch ms. */
  lastEventAt?: number;
  /** Of a back-fill: how much of it is read, from 0 to 1. */
  progress?: number;
  /** received = stored + duplicates + the sum of rejected; `ignored` are records that measure nothing. */
  counts: {
    received: number;
    stored: number;
    duplicates: number;
    rejected: Partial<Record<RejectReason, number>>;
    ignored: number;
  };
  /** The first few rejections since the start. */
  examples: Rejection[];
}

const MOST_EXAMPLES = 5;

/** Keeps the books of one input. */
export class InputAccount {
  private state: InputState = 'starting';
  private reason: string | undefined;
  private lastEventAt: number | undefined;
  private progress: number | undefined;
  private readonly counts: InputStatus['counts'] = { received: 0, stored: 0, duplicates: 0, rejected: {}, ignored: 0 };
  private readonly examples: Rejection[] = [];

  constructor(
    readonly id: string,
    readonly kind: string
  ) {}

  report(state: InputState, reason?: string): void {
    this.state = state;
    this.reason = reason;
  }

  reject(rejection: Rejection): void {
    this.counts.received++;
    this.counts.rejected[rejection.reason] = (this.counts.rejected[rejection.reason] ?? 0) + 1;
    if (this.examples.length < MOST_EXAMPLES) {
      this.examples.push(rejection);
    }
  }

  take(stored: number, duplicates: number, newestEvent: number | undefined): void {
    this.counts.received += stored + duplicates;
    this.counts.stored += stored;
    this.counts.duplicates += duplicates;
    if (newestEvent !== undefined && newestEvent > (this.lastEventAt ?? -Infinity)) {
      this.lastEventAt = newestEvent;
    }
  }

  /** Undefined once there is nothing left to catch up with. */
  advance(progress: number | undefined): void {
    this.progress = progress;
  }

  ignore(count = 1): void {
    this.counts.ignored += count;
  }

  status(): InputStatus {
    return {
      id: this.id,
      kind: this.kind,
      state: this.state,
      ...(this.reason === undefined ? {} : { reason: this.reason }),
      ...(this.lastEventAt === undefined ? {} : { lastEventAt: this.lastEventAt }),
      ...(this.progress === undefined ? {} : { progress: this.progress }),
      counts: { ...this.counts, rejected: { ...this.counts.rejected } },
      examples: [...this.examples],
    };
  }
}
