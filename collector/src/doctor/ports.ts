import { connect } from 'node:net';

export type Occupant = 'nobody' | 'collector' | 'collector-stream' | 'grafana' | 'claude-flow-mcp' | 'other';

const TIMEOUT_MS = 800;

/** Who listens on a port of this machine. */
export async function occupantOf(port: number): Promise<Occupant> {
  if (!(await isTaken(port))) {
    return 'nobody';
  }
  const base = `http://127.0.0.1:${port}`;
  const health = await json(`${base}/api/v1/health`);
  if (health && 'overall' in health && 'components' in health) {
    return 'collector';
  }
  const grafana = await json(`${base}/api/health`);
  if (grafana && 'database' in grafana && ('version' in grafana || 'commit' in grafana)) {
    return 'grafana';
  }
  const mcp = await json(`${base}/info`);
  if (mcp && /claude-flow|ruflo/i.test(JSON.stringify(mcp))) {
    return 'claude-flow-mcp';
  }
  // Nothing but a WebSocket: it asks plain requests to upgrade.
  return (await statusOf(base)) === 426 ? 'collector-stream' : 'other';
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const end = (taken: boolean) => {
      socket.destroy();
      resolve(taken);
    };
    socket.setTimeout(TIMEOUT_MS, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

async function json(url: string): Promise<object | undefined> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const body: unknown = JSON.parse((await response.text()).slice(0, 100_000));
    return typeof body === 'object' && body !== null ? body : undefined;
  } catch {
    return undefined;
  }
}

async function statusOf(url: string): Promise<number | undefined> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
}
