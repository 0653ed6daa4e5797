/** What is sent, before it is written for Slack, Teams or e-mail. All texts are plain: each target escapes them its own way. */
export interface Message {
  title: string;
  /** One sentence under the title, such as what the numbers cover. */
  subtitle?: string;
  tone: 'neutral' | 'good' | 'bad';
  /** Short values beside each other. */
  facts: Array<{ title: string; value: string }>;
  /** Sentences. */
  lines: string[];
  /** Where more can be seen. */
  link?: string;
}

/** A file that goes with a message; its name is plain ASCII without a path. */
export interface MessageFile {
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}
