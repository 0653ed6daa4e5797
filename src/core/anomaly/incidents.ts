import { severityOf } from './verdict.ts';
import type { Incident, PointVerdict } from './types.ts';

interface Open {
  start: number;
  end: number;
  /** Place in the series of the last deviating point. */
  lastAt: number;
  count: number;
  peak: { time: number; value: number; verdict: PointVerdict; range: number };
}

/** Groups alarms into incidents, point by point. An incident goes on while points deviate, and ends when none has for `gap` points. */
export class Incidents {
  readonly closed: Incident[] = [];
  private open: Open | undefined;
  private at = 0;

  /** @param threshold score of an alarm @param z deviation at which a point still belongs to an incident @param gap points */
  constructor(
    private readonly threshold: number,
    private readonly z: number,
    private readonly gap: number
  ) {}

  /** @param range largest minus smallest value before the point */
  push(time: number, value: number, verdict: PointVerdict, range: number): void {
    this.at++;
    const { open } = this;
    if (open && this.at - open.lastAt > this.gap) {
      this.close();
    }
    if (verdict.isAnomaly) {
      this.extend(time, value, verdict, range);
    } else if (this.open && verdict.direction === this.open.peak.verdict.direction && verdict.level >= this.z) {
      this.open.end = time;
      this.open.lastAt = this.at;
      this.open.count++;
    }
  }

  /** All incidents so far, the open one too. */
  all(): Incident[] {
    return this.open ? [...this.closed, this.incidentOf(this.open)] : [...this.closed];
  }

  private extend(time: number, value: number, verdict: PointVerdict, range: number): void {
    const open = (this.open ??= {
      start: time,
      end: time,
      lastAt: this.at,
      count: 0,
      peak: { time, value, verdict, range },
    });
    open.end = time;
    open.lastAt = this.at;
    open.count++;
    if (verdict.score > open.peak.verdict.score) {
      open.peak = { time, value, verdict, range };
    }
  }

  private close(): void {
    if (this.open) {
      this.closed.push(this.incidentOf(this.open));
      this.open = undefined;
    }
  }

  private incidentOf({ start, end, count, peak: { time, value, verdict, range } }: Open): Incident {
    const { expected, score, baseline, pValue, direction = 'up', lower, upper } = verdict;
    const deviation = value - expected;
    const severity = severityOf(score / this.threshold, count, baseline, Math.abs(deviation), range);
    const reason =
      `${plain(value)}, expected ${plain(expected)} (${plain(lower)} to ${plain(upper)}): score ${plain(score)}, ` +
      `alarm from ${plain(this.threshold)}; ${Math.round(pValue * (baseline + 1)) - 1} of ${baseline} earlier values were as far out`;
    return {
      start,
      end,
      peakTime: time,
      peakValue: value,
      expected,
      deviation,
      direction,
      severity,
      count,
      score,
      pValue,
      baselineN: baseline,
      reason,
    };
  }
}

/** A number as a person writes it: four digits that count. */
function plain(value: number): string {
  return String(Number(value.toPrecision(4)));
}
