/** claude-flow's server takes 120 requests in 60 s, from everybody together: we take half. */
const MOST_REQUESTS = 60;
const WINDOW_MS = 60_000;
const DEFAULT_PAUSE_MS = 30_000;
const MOST_PAUSE_MS = 10 * 60_000;

/** How often the server may be asked: at most half of what it allows, and not before the time that it named. */
export class RequestBudget {
  private sent: number[] = [];
  private pausedUntil = 0;

  constructor(
    private readonly clock: () => number = Date.now,
    private readonly most = MOST_REQUESTS
  ) {}

  /** Whether one more request may be sent now; counts it if so. */
  take(): boolean {
    const now = this.clock();
    this.sent = this.sent.filter((at) => at > now - WINDOW_MS && at <= now);
    if (now < this.pausedUntil || this.sent.length >= this.most) {
      return false;
    }
    this.sent.push(now);
    return true;
  }

  /** After a 429: waits as long as `Retry-After` says, in seconds or as a date, within reason. */
  pause(retryAfter: string | null): void {
    const now = this.clock();
    const seconds = retryAfter !== null && /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) * 1000 : undefined;
    const date = retryAfter === null || seconds !== undefined ? NaN : Date.parse(retryAfter) - now;
    const asked = seconds ?? (Number.isFinite(date) ? date : DEFAULT_PAUSE_MS);
    this.pausedUntil = now + Math.min(Math.max(asked, 1000), MOST_PAUSE_MS);
  }

  /** Ms until the next request may be sent; 0 when it may be sent now. */
  waitMs(): number {
    const now = this.clock();
    const oldest = this.sent.length >= this.most ? (this.sent[0] ?? now) + WINDOW_MS : now;
    return Math.max(0, this.pausedUntil - now, oldest - now);
  }
}
