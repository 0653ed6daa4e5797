import { createHash } from 'node:crypto';
import type { InputAccount, Rejection } from '../../ingest/account.ts';

/** Beyond this many the oldest are forgotten, and would count again if they were read again. */
const MOST_KNOWN = 20_000;

/** Counts what is refused once, though it is read again and again: stores are rewritten whole, with all their entries. */
export class Refusals {
  private readonly known = new Set<string>();

  constructor(
    private readonly account: InputAccount,
    private readonly most = MOST_KNOWN
  ) {}

  /** As `once`, for lines of a ledger: what comes again, or is there twice, is a duplicate as it would be of a good line. */
  line(text: string, rejection: Rejection): void {
    if (!this.once(text, rejection)) {
      this.account.take(0, 1, undefined);
    }
  }

  /**
   * @param name what tells the refused thing from others of the input; it is kept as a hash.
   * @returns whether it was new
   */
  once(name: string, rejection: Rejection): boolean {
    const key = createHash('sha256').update(`${rejection.reason}\0${name}`).digest('base64url').slice(0, 22);
    if (this.known.has(key)) {
      return false;
    }
    this.known.add(key);
    this.account.reject(rejection);
    if (this.known.size > this.most) {
      const [oldest] = this.known;
      this.known.delete(oldest ?? '');
    }
    return true;
  }
}
