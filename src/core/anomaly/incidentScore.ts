/** Shortest and longest stretch within which only the worst point counts. */
const LEAST_GAP = 5;
const MOST_GAP = 200;
/** The score that the tenth worst incident had is what a reader has got used to. */
const USED_TO = 10;

/**
 * Makes one alarm of an incident: a point counts only if it is worse than every point of the stretch before it. And it
 * counts less where worse has happened often: somebody who has seen ten such alarms looks at none of them.
 * Works on scores, never on thresholds, so that a lower threshold only adds alarms.
 */
export class IncidentScore {
  private count = 0;
  /** Places and scores that may still be the worst of the stretch, falling. */
  private readonly places: number[] = [];
  private readonly scores: number[] = [];
  private head = 0;
  private readonly worst: number[] = [];

  push(raw: number): number {
    const gap = Math.min(MOST_GAP, Math.max(LEAST_GAP, Math.floor(this.count / 20)));
    while (this.head < this.places.length && this.places[this.head] < this.count - gap) {
      this.head++;
    }
    const isWorst = raw > 0 && (this.head === this.places.length || raw > this.scores[this.head]);
    this.remember(raw);
    this.count++;
    return isWorst ? this.tired(raw) : 0;
  }

  private remember(raw: number): void {
    while (this.places.length > this.head && this.scores[this.scores.length - 1] <= raw) {
      this.places.pop();
      this.scores.pop();
    }
    this.places.push(this.count);
    this.scores.push(raw);
    if (this.head > 1024) {
      this.places.splice(0, this.head);
      this.scores.splice(0, this.head);
      this.head = 0;
    }
  }

  private tired(raw: number): number {
    const usual = this.worst.length >= USED_TO ? this.worst[USED_TO - 1] : 0;
    let at = this.worst.length;
    while (at > 0 && this.worst[at - 1] < raw) {
      at--;
    }
    this.worst.splice(at, 0, raw);
    this.worst.length = Math.min(this.worst.length, USED_TO);
    return raw < usual ? raw * Math.sqrt(raw / usual) : raw;
  }
}
