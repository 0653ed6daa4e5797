import { apiRule, fileRule } from './grafanaRule.ts';
import { ALERT_RULES } from './rules.ts';

const options = { datasourceUid: 'mine', folderUid: 'folder', receiver: 'my-slack' };

it('spells the same rule as files and as the API want it', () => {
  for (const rule of ALERT_RULES) {
    const file = fileRule(rule);
    const api = apiRule(rule, { ...options, datasourceUid: 'claude-flow', receiver: 'claude-flow-slack' });
    expect(api.data).toEqual(file.data);
    expect(api.keep_firing_for).toBe(file.keepFiringFor);
    expect(api.notification_settings).toEqual(file.notification_settings);
    expect([api.noDataState, api.execErrState, api.for]).toEqual([file.noDataState, file.execErrState, file.for]);
    expect(Object.keys(api)).not.toContain('keepFiringFor');
  }
});

it('asks the data source that it is told, and leaves routing alone without a receiver', () => {
  for (const rule of ALERT_RULES) {
    const { receiver: _, ...unrouted } = options;
    const api = apiRule(rule, unrouted);
    expect(new Set(api.data.map(({ datasourceUid }) => datasourceUid))).toEqual(new Set(['mine', '__expr__']));
    expect(Object.keys(api)).not.toContain('notification_settings');
    expect(api.folderUID).toBe('folder');
  }
});

it('tells in every message what, where and what to do', () => {
  for (const { uid, summary, description, labels, runbook } of ALERT_RULES) {
    expect(uid).toMatch(/^[a-z_]{1,40}$/);
    const [subject] = labels;
    expect(subject === undefined || summary.includes(`$labels.${subject}`)).toBe(true);
    expect(description.endsWith('.')).toBe(true);
    expect(runbook.act.length * runbook.look.length).toBeGreaterThan(0);
  }
});
