import { readFileSync } from 'node:fs';
import { messagesOf } from './messages.ts';

const PLUGINS = [
  { folders: ['app', 'ui'], file: 'src/locales/en-US/claudeflow-performance-app.json' },
  { folders: ['panel-ranking', 'ui'], file: 'src/panel-ranking/locales/en-US/claudeflow-swarmranking-panel.json' },
  {
    folders: ['panel-comparison', 'ui'],
    file: 'src/panel-comparison/locales/en-US/claudeflow-swarmcomparison-panel.json',
  },
  {
    folders: ['panel-anomalies', 'ui'],
    file: 'src/panel-anomalies/locales/en-US/claudeflow-anomalies-panel.json',
  },
  { folders: ['datasource', 'ui'], file: 'src/datasource/locales/en-US/claudeflow-performance-datasource.json' },
];

describe.each(PLUGINS)('$file', ({ folders, file }) => {
  it('holds exactly the messages of the code', () => {
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(messagesOf(folders));
  });
});
