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
  receive(signal: Signal, parts: Iterable<unknown>, account?: InputAccount): Promise<PartialSuccess | undefined> {
    const answers: PartialSuccess[] = [];
    return this.receiver.receive(signal, this.real(signal, parts, answers), account).then((partial) => {
      const all = partial ? [partial, ...answers] : answers;
      return all.length === 0
        ? undefined
        : {
            rejected: all.reduce((sum, { rejected }) => sum + rejected, 0),
            errorMessage: all.map(({ errorMessage }) => errorMessage).join('; '),
          };
    });
  }

  /** What is no check; what is refused of the checks is added to the answers. */
  private *real(signal: Signal, parts: Iterable<unknown>, answers: PartialSuccess[]): Generator<unknown> {
    for (const part of parts) {
      const { rest, refused } = this.checks.take(signal, part);
      if (refused) {
        answers.push(refused);
      }
      if (rest !== undefined) {
        yield rest;
      }
    }
  }
}
