import type { InputAccount } from '../../ingest/account.ts';
import type { OtlpChecks } from './checks.ts';
import type { OtlpReceiver, PartialSuccess, Signal } from './receiver.ts';

/**
 * Where exports come in, by whatever protocol: checks of the way end here, everything else goes on to the receiver. Neither
 * is an async function: those would hold the request, many times the size of its records, until these are committed.
 */
export class OtlpEntrance implements Pick<OtlpReceiver, 'receive'> {
  constructor(
    private readonly receiver: OtlpReceiver,
    private readonly checks: OtlpChecks
  ) {}

  /** As `OtlpReceiver.receive`; a check is answered like an export. */
  receive(signal: Signal, request: unknown, account?: InputAccount): Promise<PartialSuccess | undefined> {
    const { rest, refused } = this.checks.take(signal, request);
    const taken = rest === undefined ? Promise.resolve(undefined) : this.receiver.receive(signal, rest, account);
    return taken.then((partial) =>
      partial && refused
        ? {
            rejected: partial.rejected + refused.rejected,
            errorMessage: `${partial.errorMessage}; ${refused.errorMessage}`,
          }
        : (partial ?? refused)
    );
  }
}
