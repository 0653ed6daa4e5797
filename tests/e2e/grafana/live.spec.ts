import { expect, test } from './fixtures';

const editorId = 'data-testid claude-flow query-editor';

test('a live query follows its channel', async ({ dataSource, explorePage, page }) => {
  // Frames of Grafana's live connection: replies and pushes, JSON by JSON.
  const received: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => received.push(String(payload))));
  await page.reload();
  await explorePage.datasource.set(dataSource.name);
  const editor = page.getByTestId(editorId);
  await editor.getByRole('switch', { name: 'Live' }).check({ force: true });
  await expect.poll(() => received.join('\n')).toContain('"name":"live"');
  await expect(page.getByText('Live updates are off')).toHaveCount(0);
});

test('what is stored shows without a refresh', async ({ dataSource, panelEditPage, page }) => {
  const collector = process.env.COLLECTOR_URL ?? '';
  test.skip(collector === '', 'COLLECTOR_URL is not set: nothing real may be stored behind this Grafana');
  const push = async (swarmId: string) => {
    const metric = { id: swarmId, timestamp: Date.now(), swarmId, metricType: 'TASK_DURATION', value: 100, unit: 'ms' };
    const answer = await fetch(`${collector}/api/v1/metrics`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ metrics: [metric] }),
    });
    expect(answer.status).toBe(200);
  };
  const [first, second] = [`live <b>${Date.now()}</b>`, `later ${Date.now()}`];
  await push(first);
  await panelEditPage.datasource.set(dataSource.name);
  await panelEditPage.setVisualization('Time series');
  const editor = page.getByTestId(editorId);
  await editor.getByRole('switch', { name: 'Live' }).check({ force: true });
  await expect(page.getByText(first).first()).toBeVisible();
  await push(second);
  await expect(page.getByText(second).first()).toBeVisible();
});
