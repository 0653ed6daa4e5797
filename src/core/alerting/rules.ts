import { COLLECTOR_RULES } from './collectorRules.ts';
import { COST_RULES } from './costRules.ts';
import type { AlertRule } from './rule.ts';
import { SWARM_RULES } from './swarmRules.ts';

/** Every alert rule that the product brings. Provisioning files, the app and the runbooks are all written from these. */
export const ALERT_RULES: readonly AlertRule[] = [...SWARM_RULES, ...COST_RULES, ...COLLECTOR_RULES];
