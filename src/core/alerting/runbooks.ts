import { RULE_GROUPS, type AlertRule } from './rule.ts';

/** The runbooks as one Markdown document, a section a rule; its heading is the rule's uid, so that a link finds it. */
export function runbookDocument(rules: readonly AlertRule[]): string {
  const head = `# Runbooks

What each alert rule means, where to look and what to do. The rules are in \`provisioning/alerting/claude-flow-rules.yaml\`; limits are
made to be changed. Written from \`src/core/alerting\`; \`npx vitest run --project contract alertingFiles -u\` writes it anew.
`;
  return `${[head, ...rules.map(section)].join('\n')}`;
}

function section(rule: AlertRule): string {
  const { uid, title, severity, runbook, group, keepFiringFor } = rule;
  const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n');
  const keep = keepFiringFor === undefined ? '' : `, keeps firing for ${keepFiringFor}`;
  return `## ${uid}

**${title}** (${severity}; evaluated every ${RULE_GROUPS[group]} s, pending for ${rule.for}${keep})

${runbook.meaning}

Look at:

${list(runbook.look)}

Do:

${list(runbook.act)}

Never raised by: ${runbook.not}
`;
}
