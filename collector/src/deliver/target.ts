import type { Message, MessageFile } from './message.ts';

export const TARGET_KINDS = ['slack', 'teams', 'email', 'folder', 'webhook'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/** One message to one recipient. */
export interface Outgoing {
  /** Stays the same however often it is sent: whoever gets it twice can tell. */
  deliveryId: string;
  /** Epoch ms at which it was put into the outbox. */
  createdAt: number;
  message: Message;
  files: readonly MessageFile[];
  /** What an earlier try has already done, in the target's own words; undefined at first. */
  progress: unknown;
  /** Remembers a step that must not be done again; durable when it returns. */
  saveProgress(progress: unknown): void;
  signal: AbortSignal;
}

/** A place where messages go. */
export interface Target {
  readonly kind: TargetKind;
  /** Resolves once the other side has taken it. @throws DeliveryError */
  send(outgoing: Outgoing): Promise<void>;
}

/** Why a message was not taken. The text is shown to people: it never holds an address with a secret in it. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';

  constructor(
    message: string,
    /** Sending it again can't help. */
    readonly lasting: boolean,
    /** ms that the other side wants to be left alone. */
    readonly retryAfterMs?: number
  ) {
    super(message);
  }
}
